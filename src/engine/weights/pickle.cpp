#include "engine/weights/pickle.h"

#include <algorithm>
#include <bit>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "engine/weights/pickle_machine.h"

// The opcodes are those of Python's Lib/pickletools.py.
namespace parlando::engine::pickle {
namespace {

enum Opcode : unsigned char {
    kMark = '(',
    kStop = '.',
    kPop = '0',
    kPopMark = '1',
    kBinaryFloat = 'G',
    kInteger4 = 'J',
    kInteger1 = 'K',
    kInteger2 = 'M',
    kNone = 'N',
    kPersistentId = 'Q',
    kReduce = 'R',
    kText4 = 'X',
    kAppend = 'a',
    kBuild = 'b',
    kGlobal = 'c',
    kAppends = 'e',
    kGet1 = 'h',
    kGet4 = 'j',
    kPut1 = 'q',
    kPut4 = 'r',
    kSetItem = 's',
    kTuple = 't',
    kSetItems = 'u',
    kEmptyTuple = ')',
    kEmptyList = ']',
    kEmptyDictionary = '}',
    kBytes4 = 'B',
    kBytes1 = 'C',
    kProtocol = 0x80,
    kNewObject = 0x81,
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kTrue = 0x88,
    kFalse = 0x89,
    kLong1 = 0x8a,
    kLong4 = 0x8b,
    kText1 = 0x8c,
    kText8 = 0x8d,
    kBytes8 = 0x8e,
    kEmptySet = 0x8f,
    kAddItems = 0x90,
    kFrozenSet = 0x91,
    kNewObjectWithKeywords = 0x92,
    kStackGlobal = 0x93,
    kMemoize = 0x94,
    kFrame = 0x95,
    kByteArray8 = 0x96,
};

// At most eight bytes; `above` fills those that are not there.
std::uint64_t littleEndian(std::string_view bytes, std::uint64_t above) {
    std::uint64_t value = above;
    for (std::size_t i = bytes.size(); i-- > 0;) {
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

    Result<Document> run() {
        if (m_bytes.size() > kMaximumBytes) {
            return failure(ErrorCode::resourceLimit,
                           fmt::format("it has {} bytes; at most {} are accepted", m_bytes.size(), kMaximumBytes));
        }
        while (!m_stopped && !m_machine.error()) {
            m_start = m_position;
            m_opcode = 0;
            if (m_position == m_bytes.size()) {
                m_machine.fail("the pickle ends without STOP");
                break;
            }
            m_opcode = static_cast<unsigned char>(m_bytes[m_position++]);
            step();
        }
        if (m_stopped && m_position != m_bytes.size()) {
            m_machine.fail(fmt::format("{} bytes follow the end", m_bytes.size() - m_position));
        }
        auto document = m_machine.finish();
        return document ? std::move(document)
                        : failure(document.error().context(fmt::format("byte {}, opcode 0x{:02x}", m_start, m_opcode)));
    }

private:
    std::string_view take(std::uint64_t count) {
        if (count > m_bytes.size() - m_position) {
            m_machine.fail("the pickle ends inside");
            return {};
        }
        const std::string_view taken = m_bytes.substr(m_position, count);
        m_position += count;
        return taken;
    }

    std::uint64_t number(std::size_t bytes) { return littleEndian(take(bytes), 0); }

    std::string_view line() {
        const std::size_t end = m_bytes.find('\n', m_position);
        if (end == std::string_view::npos) {
            m_machine.fail("the name has no end");
            return {};
        }
        const std::string_view taken = m_bytes.substr(m_position, end - m_position);
        m_position = end + 1;
        return taken;
    }

    void pushLong(std::uint64_t bytes) {
        const std::string_view digits = take(bytes);
        if (digits.size() > 8) {  // a seed or a hash; no size is that large
            m_machine.push({.kind = Kind::object, .text = "a large number"});
            return;
        }
        const bool negative = !digits.empty() && (digits.back() & 0x80) != 0;
        m_machine.pushInteger(static_cast<std::int64_t>(littleEndian(digits, negative ? ~std::uint64_t{0} : 0)));
    }

    void pushReal() {
        std::string bytes(take(8));  // the only big-endian number
        std::ranges::reverse(bytes);
        m_machine.push({.kind = Kind::real, .real = std::bit_cast<double>(littleEndian(bytes, 0))});
    }

    // True if `m_opcode` is one that puts a number, a text or nothing on the stack.
    bool pushScalar() {
        switch (m_opcode) {
            case kNone:
                m_machine.push({});
                return true;
            case kTrue:
            case kFalse:
                m_machine.push({.kind = Kind::boolean, .integer = m_opcode == kTrue ? 1 : 0});
                return true;
            case kInteger1:
                m_machine.pushInteger(static_cast<std::int64_t>(number(1)));
                return true;
            case kInteger2:
                m_machine.pushInteger(static_cast<std::int64_t>(number(2)));
                return true;
            case kInteger4:
                m_machine.pushInteger(static_cast<std::int32_t>(number(4)));
                return true;
            case kLong1:
                pushLong(number(1));
                return true;
            case kLong4:
                pushLong(number(4));
                return true;
            case kBinaryFloat:
                pushReal();
                return true;
            case kText1:
                m_machine.pushText(take(number(1)));
                return true;
            case kText4:
                m_machine.pushText(take(number(4)));
                return true;
            case kText8:
                m_machine.pushText(take(number(8)));
                return true;
            case kBytes1:
                m_machine.pushText(take(number(1)), Kind::bytes);
                return true;
            case kBytes4:
                m_machine.pushText(take(number(4)), Kind::bytes);
                return true;
            case kBytes8:
            case kByteArray8:
                m_machine.pushText(take(number(8)), Kind::bytes);
                return true;
            default:
                return false;
        }
    }

    // The same for containers and what is put into them.
    bool buildContainer() {
        switch (m_opcode) {
            case kEmptyTuple:
            case kEmptyList:
            case kEmptySet:
                m_machine.push({.kind = Kind::sequence});
                return true;
            case kEmptyDictionary:
                m_machine.push({.kind = Kind::dictionary});
                return true;
            case kTuple1:
            case kTuple2:
            case kTuple3:
                m_machine.pushSequence(static_cast<std::size_t>(m_opcode - kTuple1) + 1);
                return true;
            case kTuple:
            case kFrozenSet:
                m_machine.pushSequenceToMark();
                return true;
            case kAppend:
                m_machine.addItem();
                return true;
            case kAppends:
            case kAddItems:
                m_machine.addItemsToMark();
                return true;
            case kSetItem:
                m_machine.setItem();
                return true;
            case kSetItems:
                m_machine.setItemsToMark();
                return true;
            case kBuild:
                m_machine.build();
                return true;
            default:
                return false;
        }
    }

    // The same for the stack, the memo and names.
    bool manage() {
        switch (m_opcode) {
            case kMark:
                m_machine.mark();
                return true;
            case kPop:
                m_machine.drop();
                return true;
            case kPopMark:
                m_machine.dropToMark();
                return true;
            case kPut1:
                m_machine.put(number(1));
                return true;
            case kPut4:
                m_machine.put(number(4));
                return true;
            case kMemoize:
                m_machine.put(m_machine.remembered());
                return true;
            case kGet1:
                m_machine.get(number(1));
                return true;
            case kGet4:
                m_machine.get(number(4));
                return true;
            case kGlobal: {
                const std::string_view module = line();
                m_machine.pushName(module, line());
                return true;
            }
            case kStackGlobal:
                m_machine.nameFromStack();
                return true;
            case kPersistentId:
                m_machine.persistentId();
                return true;
            case kNewObjectWithKeywords:
                m_machine.drop();
                m_machine.apply();
                return true;
            case kReduce:
            case kNewObject:
                m_machine.apply();
                return true;
            default:
                return false;
        }
    }

    void step() {
        if (m_opcode == kStop) {
            m_stopped = true;
        } else if (m_opcode == kFrame) {
            number(8);  // a hint for readers of streams
        } else if (m_opcode == kProtocol) {
            const std::uint64_t version = number(1);
            if (version < 2 || version > 5 || m_start != 0) {
                m_machine.fail(fmt::format("protocol {} is not one that this program reads", version),
                               ErrorCode::incompatible);
            }
        } else if (!pushScalar() && !buildContainer() && !manage()) {
            m_machine.fail("checkpoints have no use for it, and this program does not carry it out",
                           ErrorCode::incompatible);
        }
    }

    std::string_view m_bytes;
    std::size_t m_position = 0;
    std::size_t m_start = 0;  // of the current opcode
    unsigned char m_opcode = 0;
    bool m_stopped = false;
    Machine m_machine;
};

}  // namespace

Result<Document> read(std::string_view bytes) {
    return Reader(bytes).run();
}

}  // namespace parlando::engine::pickle
