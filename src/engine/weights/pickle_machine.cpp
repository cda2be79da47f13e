#include "engine/weights/pickle_machine.h"

#include <algorithm>
#include <array>
#include <utility>

#include <spdlog/fmt/fmt.h>

#include "base/utf8.h"

namespace parlando::engine::pickle {
namespace {

constexpr std::size_t kLongestName = 120;

struct StorageName {
    std::string_view name;
    DataType type;
};
constexpr std::array kStorages{
    StorageName{"torch DoubleStorage", DataType::f64},
    StorageName{"torch FloatStorage", DataType::f32},
    StorageName{"torch HalfStorage", DataType::f16},
    StorageName{"torch BFloat16Storage", DataType::bf16},
    StorageName{"torch LongStorage", DataType::i64},
    StorageName{"torch IntStorage", DataType::i32},
    StorageName{"torch ShortStorage", DataType::i16},
    StorageName{"torch CharStorage", DataType::i8},
    StorageName{"torch ByteStorage", DataType::u8},
    StorageName{"torch BoolStorage", DataType::boolean},
    StorageName{"torch.storage UntypedStorage", DataType::u8},
};

constexpr std::string_view kOrderedDictionary = "collections OrderedDict";
constexpr std::string_view kSize = "torch Size";
constexpr std::string_view kParameter = "torch._utils _rebuild_parameter";
constexpr std::string_view kParameterWithState = "torch._utils _rebuild_parameter_with_state";
constexpr std::string_view kTensor = "torch._utils _rebuild_tensor";
constexpr std::string_view kTensor2 = "torch._utils _rebuild_tensor_v2";
constexpr std::string_view kTensorOfType = "torch._tensor _rebuild_from_type_v2";

}  // namespace

void Machine::fail(std::string_view what, ErrorCode code) {
    if (!m_error) {
        m_error = Error{code, std::string(what)};
    }
}

Index Machine::add(Value value) {
    if (m_values.size() == kMaximumValues) {
        fail(fmt::format("it has more than {} values", kMaximumValues), ErrorCode::resourceLimit);
        return 0;
    }
    m_values.push_back(std::move(value));
    return static_cast<Index>(m_values.size() - 1);
}

void Machine::push(Value value) {
    m_stack.push_back(add(std::move(value)));
}

void Machine::pushInteger(std::int64_t value) {
    push({.kind = Kind::integer, .integer = value});
}

void Machine::pushText(std::string_view text, Kind kind) {
    if (kind == Kind::text && utf8::firstInvalid(text)) {
        fail("the text is not UTF-8");
    }
    push({.kind = kind, .text = std::string(text)});
}

void Machine::pushName(std::string_view module, std::string_view name) {
    if (module.empty() || name.empty() || module.size() + name.size() > kLongestName || utf8::firstInvalid(module) ||
        utf8::firstInvalid(name)) {
        fail("the name is not one");
    }
    push({.kind = Kind::name, .text = std::string(module) + ' ' + std::string(name)});
}

std::size_t Machine::floor() const {
    return m_marks.empty() ? 0 : m_marks.back();
}

Index Machine::pop() {
    if (m_stack.size() <= floor()) {
        fail("there is no value for it");
        return 0;
    }
    const Index top = m_stack.back();
    m_stack.pop_back();
    return top;
}

Value* Machine::top() {
    if (m_stack.size() <= floor()) {
        fail("there is no value for it");
        return nullptr;
    }
    return &m_values[m_stack.back()];
}

std::vector<Index> Machine::popToMark() {
    if (m_marks.empty()) {
        fail("there is no mark for it");
        return {};
    }
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<Index> items(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return items;
}

void Machine::pushSequence(std::size_t count) {
    std::vector<Index> items(count);
    for (std::size_t i = count; i-- > 0;) {
        items[i] = pop();
    }
    push({.kind = Kind::sequence, .items = std::move(items)});
}

void Machine::put(std::uint64_t key) {
    if (m_memo.size() == kMaximumMemo) {
        fail(fmt::format("it remembers more than {} values", kMaximumMemo), ErrorCode::resourceLimit);
    } else if (top() != nullptr) {
        m_memo[key] = m_stack.back();
    }
}

void Machine::get(std::uint64_t key) {
    const auto found = m_memo.find(key);
    if (found == m_memo.end()) {
        fail(fmt::format("it recalls value {}, which was never remembered", key));
    } else {
        m_stack.push_back(found->second);
    }
}

// What is put in by reference costs the pickle few bytes, so it is counted.
void Machine::append(Value& container, std::span<const Index> items) {
    m_items += items.size();
    if (m_items > kMaximumItems) {
        fail(fmt::format("its containers have more than {} items", kMaximumItems), ErrorCode::resourceLimit);
        return;
    }
    container.items.insert(container.items.end(), items.begin(), items.end());
}

void Machine::addItems(const std::vector<Index>& items) {
    Value* list = top();
    if (list == nullptr) {
        return;
    }
    if (list->kind == Kind::sequence) {
        append(*list, items);
    } else if (list->kind != Kind::object) {  // what a list of some class holds is of no use
        fail("there is no list for the items");
    }
}

void Machine::setItems(const std::vector<Index>& items) {
    Value* dictionary = top();
    if (dictionary == nullptr) {
        return;
    }
    if (dictionary->kind != Kind::dictionary && dictionary->kind != Kind::object) {
        fail("there is no dictionary for the items");
    } else if (items.size() % 2 != 0) {
        fail("a key has no value");
    } else {
        append(*dictionary, items);
    }
}

void Machine::build() {
    const Index state = pop();
    const Value* target = top();
    if (target == nullptr) {
        return;
    }
    if (target->kind == Kind::object && m_values[state].kind == Kind::dictionary) {
        setItems(m_values[state].items);
    } else if (target->kind != Kind::object && target->kind != Kind::dictionary && target->kind != Kind::tensor &&
               target->kind != Kind::sequence) {
        fail("there is no object for the state");
    }
}

void Machine::persistentId() {
    const Value& id = m_values[pop()];
    const auto part = [&](std::size_t i) -> const Value& { return m_values[id.items[i]]; };
    if (id.kind != Kind::sequence || id.items.size() < 5 || part(0).kind != Kind::text || part(0).text != "storage" ||
        part(1).kind != Kind::name || part(2).kind != Kind::text || part(4).kind != Kind::integer ||
        part(4).integer < 0) {
        fail("the persistent value is not a storage");
        return;
    }
    const auto known = std::ranges::find(kStorages, part(1).text, &StorageName::name);
    if (known == kStorages.end()) {
        push({.kind = Kind::object, .text = part(1).text});
        return;
    }
    push({.kind = Kind::storage, .integer = part(4).integer, .type = known->type, .text = part(2).text});
}

void Machine::make(Index callable, Index arguments) {
    if (m_values[callable].kind != Kind::name || m_values[arguments].kind != Kind::sequence) {
        if (m_values[callable].kind == Kind::object) {  // a function that was itself made: nothing of ours
            push({.kind = Kind::object, .text = m_values[callable].text});
            return;
        }
        fail("there is no name to apply, or no arguments");
        return;
    }
    // These references hold until a value is added.
    const std::string& name = m_values[callable].text;
    const std::vector<Index>& items = m_values[arguments].items;
    if (name == kOrderedDictionary) {
        makeDictionary(items);
    } else if (name == kSize && items.size() == 1 && m_values[items[0]].kind == Kind::sequence) {
        m_stack.push_back(items[0]);
    } else if ((name == kParameter || name == kParameterWithState) && !items.empty()) {
        m_stack.push_back(items[0]);
    } else if ((name == kTensor || name == kTensor2) && items.size() >= 4) {
        makeTensor(items);
    } else if (name == kTensorOfType && items.size() >= 3 && m_values[items[0]].kind == Kind::name &&
               m_values[items[0]].text != kTensorOfType) {
        make(items[0], items[2]);
    } else if (name == kSize || name == kParameter || name == kParameterWithState || name == kTensor ||
               name == kTensor2 || name == kTensorOfType) {
        fail(fmt::format("{} has other arguments", name));
    } else {
        push({.kind = Kind::object, .text = name});
    }
}

// OrderedDict() or OrderedDict([(key, value), …])
void Machine::makeDictionary(const std::vector<Index>& arguments) {
    Value dictionary{.kind = Kind::dictionary};
    if (!arguments.empty()) {
        if (arguments.size() != 1 || m_values[arguments[0]].kind != Kind::sequence) {
            fail("the dictionary has other arguments");
            return;
        }
        for (const Index pair : m_values[arguments[0]].items) {
            if (m_values[pair].kind != Kind::sequence || m_values[pair].items.size() != 2) {
                fail("an item of the dictionary is not a pair");
                return;
            }
            append(dictionary, m_values[pair].items);
        }
    }
    push(std::move(dictionary));
}

void Machine::makeTensor(const std::vector<Index>& arguments) {
    const auto isSizes = [this](Index index) {
        const Value& value = m_values[index];
        return value.kind == Kind::sequence && std::ranges::all_of(value.items, [this](Index item) {
                   return m_values[item].kind == Kind::integer && m_values[item].integer >= 0;
               });
    };
    const Value& storage = m_values[arguments[0]];
    const Value& offset = m_values[arguments[1]];
    if (storage.kind == Kind::object) {  // a storage of a type that no speech model has
        push({.kind = Kind::object, .text = storage.text});
    } else if (storage.kind != Kind::storage || offset.kind != Kind::integer || offset.integer < 0 ||
               !isSizes(arguments[2]) || !isSizes(arguments[3]) ||
               m_values[arguments[2]].items.size() != m_values[arguments[3]].items.size()) {
        fail("the tensor's storage, offset, sizes or strides are not what they should be");
    } else {
        push({.kind = Kind::tensor, .items = {arguments.begin(), arguments.begin() + 4}});
    }
}

void Machine::nameFromStack() {
    const Value& name = m_values[pop()];
    const Value& module = m_values[pop()];
    if (name.kind != Kind::text || module.kind != Kind::text) {
        fail("the name is not text");
        return;
    }
    pushName(std::string(module.text), std::string(name.text));
}

void Machine::drop() {
    if (m_stack.size() > floor()) {
        m_stack.pop_back();
    } else {
        popToMark();
    }
}

void Machine::addItem() {
    const Index item = pop();
    addItems({item});
}

void Machine::addItemsToMark() {
    addItems(popToMark());
}

void Machine::setItem() {
    const Index value = pop();
    const Index key = pop();
    setItems({key, value});
}

void Machine::setItemsToMark() {
    setItems(popToMark());
}

void Machine::apply() {
    const Index arguments = pop();
    const Index callable = pop();
    if (!m_error) {
        make(callable, arguments);
    }
}

Result<Document> Machine::finish() {
    if (m_stack.size() != 1 || !m_marks.empty()) {
        fail("it ends with more or less than one value");
    }
    if (m_error) {
        return failure(*m_error);
    }
    return Document{std::move(m_values), m_stack.back()};
}

}  // namespace parlando::engine::pickle
