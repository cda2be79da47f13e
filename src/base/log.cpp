#include "base/log.h"

#include <string>

#include <spdlog/sinks/stdout_sinks.h>

namespace parlando::log {

Result<> start(std::string_view level) {
    const auto parsed = spdlog::level::from_str(std::string(level));
    if (parsed == spdlog::level::off && level != "off") {
        return failure(ErrorCode::invalidInput,
                       fmt::format("'{}' is not a log level; use trace, debug, info, warn, error or off", level));
    }
    auto logger = std::make_shared<spdlog::logger>("parlando", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->set_level(parsed);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
    return {};
}

}  // namespace parlando::log
