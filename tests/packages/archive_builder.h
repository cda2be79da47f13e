#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <zstd.h>

// Tar archives byte by byte, so that they can lie.
namespace parlando::packages::testing {

struct TarEntry {
    std::string name;
    std::string content;
    char type = '0';
    std::string link;
    unsigned mode = 0444;
    std::string size;  // the field as it is; empty: the size of the content
    std::string prefix;
    bool goodChecksum = true;
    bool gnuSparse = false;  // a header of GNU tar with one hole
};

inline std::string octal(std::uint64_t value, int digits) {
    std::string text(static_cast<std::size_t>(digits), '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value /= 8) {
        *digit = static_cast<char>('0' + value % 8);
    }
    return text;
}

inline std::string padded(std::string content) {
    content.resize((content.size() + 511) / 512 * 512);
    return content;
}

inline std::string tarHeader(const TarEntry& entry) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text, std::size_t room) {
        header.replace(at, std::min(text.size(), room), text.substr(0, room));
    };
    put(0, entry.name, 100);
    put(100, octal(entry.mode, 7), 8);
    put(108, octal(0, 7), 8);
    put(116, octal(0, 7), 8);
    put(124, entry.size.empty() ? octal(entry.content.size(), 11) : entry.size, 12);
    put(136, octal(0, 11), 12);
    put(148, "        ", 8);
    header[156] = entry.type;
    put(157, entry.link, 100);
    put(257,
        std::string("ustar\0"
                    "00",
                    8),
        8);
    put(345, entry.prefix, 155);
    if (entry.gnuSparse) {
        put(257, std::string("ustar  \0", 8), 8);
        put(386, octal(4096, 11), 12);                  // where the only data begins
        put(398, octal(entry.content.size(), 11), 12);  // and how much it is
        put(483, octal(4096 + entry.content.size(), 11), 12);
    }
    unsigned sum = entry.goodChecksum ? 0 : 1;
    for (const char c : header) {
        sum += static_cast<unsigned char>(c);
    }
    put(148, octal(sum, 6) + std::string("\0 ", 2), 8);
    return header;
}

inline std::string tarOf(const TarEntry& entry) {
    return tarHeader(entry) + padded(entry.content);
}

inline std::string tarEnd() {
    return std::string(1024, '\0');
}

inline std::string tarOf(const std::vector<TarEntry>& entries) {
    std::string tar;
    for (const auto& entry : entries) {
        tar += tarOf(entry);
    }
    return tar + tarEnd();
}

// A record of a pax header: "21 path=../../x\n", the length counting itself.
inline std::string paxRecord(const std::string& key, const std::string& value) {
    const auto rest = " " + key + "=" + value + "\n";
    std::size_t size = rest.size() + 1;
    while (std::to_string(size).size() + rest.size() != size) {
        ++size;
    }
    return std::to_string(size) + rest;
}

inline TarEntry paxHeader(const std::string& records, char type = 'x') {
    return {"PaxHeaders/x", records, type, {}, 0644, {}, {}, true};
}

inline std::string compressed(const std::string& bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
    return out;
}

// `mebibytes` MiB of zeros behind `head`, which take a few bytes and no memory.
inline std::string bomb(const std::string& head, std::size_t mebibytes, int windowLog = 0) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    std::string result;
    std::vector<char> block(std::size_t{1} << 20);
    std::vector<char> output(ZSTD_CStreamOutSize());
    const auto feed = [&](const void* bytes, std::size_t size, ZSTD_EndDirective directive) {
        ZSTD_inBuffer in{bytes, size, 0};
        std::size_t left = 0;
        do {
            ZSTD_outBuffer out{output.data(), output.size(), 0};
            left = ZSTD_compressStream2(context, &out, &in, directive);
            result.append(output.data(), out.pos);
        } while (directive == ZSTD_e_end ? left != 0 : in.pos != in.size);
    };
    feed(head.data(), head.size(), ZSTD_e_continue);
    for (std::size_t i = 0; i < mebibytes; ++i) {
        feed(block.data(), block.size(), ZSTD_e_continue);
    }
    feed(nullptr, 0, ZSTD_e_end);
    ZSTD_freeCCtx(context);
    return result;
}

}  // namespace parlando::packages::testing
