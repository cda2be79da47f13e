#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace parlando {

// What a caller can decide on. The message is for people.
enum class ErrorCode {
    invalidInput,   // what the user gave us cannot be used
    notFound,       // a voice, file or library that was named does not exist
    corrupt,        // a file exists and its content is not what it claims to be
    incompatible,   // well-formed, but of another version or kind than we can use
    io,             // reading or writing failed
    busy,           // a resource is held by somebody else
    cancelled,      // the caller asked us to stop
    resourceLimit,  // larger than we accept
    internal,       // a defect in this program or in a library it uses
};

// An error is a sentence that says what was wrong and, where possible, what to do about it.
struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string message;

    // The same error seen from one level higher: "voice robin: config.json: hidden_size is 0".
    [[nodiscard]] Error context(const std::string& where) const { return {code, where + ": " + message}; }
};

template <class T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string message) {
    return tl::unexpected<Error>(Error{code, std::move(message)});
}

[[nodiscard]] inline tl::unexpected<Error> failure(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace parlando

#define PARLANDO_CONCAT_(a, b) a##b
#define PARLANDO_CONCAT(a, b) PARLANDO_CONCAT_(a, b)

// Returns the error of `expression` from the enclosing function, if it has one.
#define PARLANDO_TRY(expression)                                            \
    do {                                                                    \
        auto parlandoResult_ = (expression);                                \
        if (!parlandoResult_) {                                             \
            return ::parlando::failure(std::move(parlandoResult_).error()); \
        }                                                                   \
    } while (false)

// `PARLANDO_TRY_ASSIGN(auto bytes, readFile(path))`: the value, or return its error.
#define PARLANDO_TRY_ASSIGN(declaration, expression) \
    PARLANDO_TRY_ASSIGN_(PARLANDO_CONCAT(parlandoResult_, __LINE__), declaration, expression)
#define PARLANDO_TRY_ASSIGN_(result, declaration, expression)  \
    auto result = (expression);                                \
    if (!result) {                                             \
        return ::parlando::failure(std::move(result).error()); \
    }                                                          \
    declaration = std::move(*result)
