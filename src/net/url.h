#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "net/failure.h"

namespace parlando::net {

// Which addresses a transfer may use. It is asked before the first request and at every redirect.
class UrlPolicy {
public:
    // `hosts`: exact names that may be used at the default port of https.
    explicit UrlPolicy(std::vector<std::string> hosts = {});

    // Admits the scheme, host and port of `url` as well. It must be https, or plain http to this machine itself,
    // where there is no way on which somebody could read or change what is sent.
    Outcome<> admit(const std::string& url);
    // A well-formed address without a user name or password, of an admitted host.
    Outcome<> check(const std::string& url) const;

private:
    struct Origin {
        std::string scheme;
        std::string host;  // lower case
        std::string port;
        bool operator==(const Origin&) const = default;
    };
    static Outcome<Origin> parse(const std::string& url);

    std::vector<Origin> m_origins;
};

// An address for logs and messages: without user, query and fragment, which may hold secrets.
std::string withoutSecrets(const std::string& url);

// The addresses in a text that has blanks or commas between them.
std::vector<std::string> addressesIn(std::string_view text);

// `name` below `base`, escaped so that it stays one name.
std::string join(const std::string& base, const std::string& name);

}  // namespace parlando::net
