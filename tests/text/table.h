#pragma once

#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace parlando::text::testing {

struct Row {
    std::size_t line = 0;
    std::string group;
    std::string input;
    std::string expected;
};

// Rows of "input TAB expected"; lines with "# " and no TAB name a group. `\n` in a field is a line end.
inline std::vector<Row> readTable(std::string_view name) {
    const auto unescaped = [](std::string text) {
        for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1)) {
            text.replace(at, 2, "\n");
        }
        return text;
    };
    std::ifstream file(std::string(PARLANDO_TEST_DATA) + "/" + std::string(name));
    std::vector<Row> rows;
    std::string group;
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        const std::size_t tab = line.find('\t');
        if (tab != std::string::npos) {
            rows.push_back({number, group, unescaped(line.substr(0, tab)), unescaped(line.substr(tab + 1))});
        } else if (line.starts_with("# ")) {
            group = line.substr(2);
        }
    }
    return rows;
}

}  // namespace parlando::text::testing
