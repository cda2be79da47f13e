#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/weights/pickle.h"

namespace parlando::engine::pickle {

// The stack machine behind `read`: what the opcodes do, without their bytes. The first problem is kept and stops the
// reader; until then every operation leaves the machine in order, with the value 0 (none) for what was not there.
class Machine {
public:
    void fail(std::string_view what, ErrorCode code = ErrorCode::corrupt);
    const std::optional<Error>& error() const { return m_error; }

    void push(Value value);
    void pushInteger(std::int64_t value);
    void pushText(std::string_view text, Kind kind = Kind::text);
    void pushName(std::string_view module, std::string_view name);
    void pushSequence(std::size_t count);  // of the topmost values
    void pushSequenceToMark() { push({.kind = Kind::sequence, .items = popToMark()}); }

    void mark() { m_marks.push_back(m_stack.size()); }
    void drop();  // the topmost value, or the mark where that is on top
    void dropToMark() { popToMark(); }

    void put(std::uint64_t key);
    void get(std::uint64_t key);
    std::size_t remembered() const { return m_memo.size(); }

    void addItem();  // to the list under it
    void addItemsToMark();
    void setItem();  // key and value, in the dictionary under them
    void setItemsToMark();
    // The state of an object becomes its items; that of a dictionary (OrderedDict has attributes) is dropped.
    void build();

    void nameFromStack();
    void persistentId();
    // A name applied to arguments: what PyTorch describes tensors with, or an object that remembers its name.
    void apply();

    // What is left: one value.
    Result<Document> finish();

private:
    Index add(Value value);
    std::size_t floor() const;  // values below it belong to whoever set the last mark
    Index pop();
    Value* top();  // null where there is none
    std::vector<Index> popToMark();
    void append(Value& container, std::span<const Index> items);
    void addItems(const std::vector<Index>& items);
    void setItems(const std::vector<Index>& items);
    void make(Index callable, Index arguments);
    void makeDictionary(const std::vector<Index>& arguments);
    void makeTensor(const std::vector<Index>& arguments);

    std::optional<Error> m_error;
    std::vector<Value> m_values{Value()};
    std::vector<Index> m_stack;
    std::vector<std::size_t> m_marks;  // heights of the stack
    std::unordered_map<std::uint64_t, Index> m_memo;
    std::size_t m_items = 0;  // in all containers
};

}  // namespace parlando::engine::pickle
