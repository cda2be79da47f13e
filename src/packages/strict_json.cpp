#include "packages/strict_json.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <spdlog/fmt/fmt.h>

namespace parlando::packages {
namespace {

using Json = nlohmann::json;

// Sees the document as it is read, before a value of it exists.
class Check : public nlohmann::json_sax<Json> {
public:
    explicit Check(std::size_t depth) : m_depth(depth) {}

    const std::string& problem() const { return m_problem; }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return fail("a negative number"); }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return fail("a number that is no 64-bit integer"); }
    bool string(string_t& text) override {
        return text.find('\0') == std::string::npos || fail("a character of value zero");
    }
    bool binary(binary_t&) override { return fail("binary data"); }
    bool start_object(std::size_t) override { return enter(); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_array() override { return leave(); }
    bool key(string_t& key) override {
        return m_keys.back().insert(key).second || fail("the key '" + key.substr(0, 40) + "' twice");
    }
    bool parse_error(std::size_t offset, const std::string&, const nlohmann::detail::exception&) override {
        return fail(fmt::format("no valid JSON at byte {}", offset));
    }

private:
    bool enter() {
        m_keys.emplace_back();
        return m_keys.size() <= m_depth || fail("values nested too deep");
    }
    bool leave() {
        m_keys.pop_back();
        return true;
    }
    bool fail(std::string problem) {
        m_problem = std::move(problem);
        return false;
    }

    std::size_t m_depth;
    std::vector<std::set<std::string>> m_keys;  // of the objects (and arrays) that are open
    std::string m_problem;
};

const Json kEmptyList = Json::array();

}  // namespace

Result<Json> parseStrictly(std::string_view text, std::size_t depth) {
    if (text.empty() || text.front() != '{') {
        return failure(ErrorCode::corrupt, "it does not begin with '{'");
    }
    Check check(depth);
    if (!Json::sax_parse(text, &check)) {
        return failure(ErrorCode::corrupt, "it contains " + check.problem());
    }
    return Json::parse(text);
}

Members::Members(const Json& object, std::string where) : m_object(object), m_where(std::move(where)) {
    if (!object.is_object()) {
        fail("is not an object");
    }
}

void Members::fail(const std::string& problem) {
    if (m_problem.empty()) {
        m_problem = problem;
    }
}

const Json* Members::find(const char* key, Json::value_t type, const char* kind) {
    const auto found = m_object.is_object() ? m_object.find(key) : m_object.end();
    if (found == m_object.end()) {
        fail(fmt::format("has no '{}'", key));
        return nullptr;
    }
    ++m_known;
    if (found->type() != type) {
        fail(fmt::format("'{}' is not {}", key, kind));
        return nullptr;
    }
    return &*found;
}

std::string Members::text(const char* key) {
    const auto* value = find(key, Json::value_t::string, "a text");
    return value == nullptr ? std::string() : value->get<std::string>();
}

std::uint64_t Members::number(const char* key) {
    const auto* value = find(key, Json::value_t::number_unsigned, "a number");
    return value == nullptr ? 0 : value->get<std::uint64_t>();
}

bool Members::flag(const char* key) {
    const auto* value = find(key, Json::value_t::boolean, "true or false");
    return value != nullptr && value->get<bool>();
}

const Json& Members::list(const char* key) {
    const auto* value = find(key, Json::value_t::array, "a list");
    return value == nullptr ? kEmptyList : *value;
}

const Json* Members::optionalObject(const char* key) {
    return m_object.is_object() && m_object.contains(key) ? find(key, Json::value_t::object, "an object") : nullptr;
}

Result<> Members::finish() const {
    if (!m_problem.empty()) {
        return failure(ErrorCode::corrupt, fmt::format("{} {}", m_where, m_problem));
    }
    if (m_known != m_object.size()) {
        return failure(ErrorCode::incompatible, m_where + " has members that this version does not know");
    }
    return {};
}

}  // namespace parlando::packages
