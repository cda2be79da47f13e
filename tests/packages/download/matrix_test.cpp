#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <catch2/catch.hpp>

#include "packages/download/support/sample_package.h"

using namespace parlando;
using namespace parlando::testing;
using net::Problem;

// Every fault at every moment, once and for ever. A cell ends with the right bytes or with the failure that belongs to
// the fault; afterwards, with an honest server, it ends with the right bytes.
namespace {

enum class Moment { manifest, signature, firstPart, middlePart, lastPart, resumed };
enum class Lasting { once, forEver };

constexpr Moment kMoments[] = {Moment::manifest,   Moment::signature, Moment::firstPart,
                               Moment::middlePart, Moment::lastPart,  Moment::resumed};

bool isText(Moment moment) {
    return moment == Moment::manifest || moment == Moment::signature;
}

// What a fault must lead to where it does not stop; nothing: the download completes all the same.
struct Rule {
    std::optional<Problem> text;  // manifest and signature
    std::optional<Problem> part;
};

const std::optional<Problem> kDone;

Rule always(Problem problem) {
    return {problem, problem};
}

const std::map<Fault, Rule>& rules() {
    static const std::map<Fault, Rule> kRules = [] {
        std::map<Fault, Rule> map;
        const auto put = [&](Rule rule, std::initializer_list<Fault> faults) {
            for (const auto fault : faults) {
                map.emplace(fault, rule);
            }
        };
        using enum Fault;
        put({kDone, kDone}, {none,           lengthMissing,     chunked,          chunkedWithTrailer, manyInterim,
                             redirectOnce,   redirectRelative,  redirectWithBody, redirectFive,       tagChanges,
                             tagWeak,        extraBytes,        rangeIgnored,     rangeRefused,       rangeWrongStart,
                             rangeWrongSize, rangeWithoutField, rangeMultipart,   rangeShorter,       rangeLonger,
                             rangeGarbage,   rangeTwice});
        put(always(Problem::badAnswer),
            {status204, status304, status416, status418, lengthNegative, lengthNoNumber, lengthTwice, webPage,
             compressed, noHttp, endlessHead, hugeField, redirectNowhere, redirectEndless});
        put(always(Problem::refused), {status400, status401, status403, redirectExpired});
        put(always(Problem::notFound), {status404, status410});
        put(always(Problem::proxyAuthentication), {status407});
        put(always(Problem::serverError),
            {status408, status425, status500, status502, status503, status503Seconds, status504, status999});
        put(always(Problem::tooManyRequests),
            {status429, status429Seconds, status429Date, status429Huge, status429Negative, status429Garbage});
        put({Problem::tooLarge, kDone}, {endless});
        put({Problem::tooLarge, Problem::badAnswer}, {lengthHuge});
        put(always(Problem::interrupted), {closeBeforeHead, resetBeforeHead, closeInHead, statusLineOnly});
        put(always(Problem::interrupted), {oneByteShort});
        put({Problem::interrupted, kDone}, {chunkedCut, chunkedMalformed, closeInBody, resetInBody});
        put({Problem::interrupted, Problem::badAnswer}, {lengthLong});
        put(always(Problem::stalled), {stallBeforeHead, stallInHead, stallAfterHead, dripHead});
        put({Problem::stalled, kDone}, {stallInBody, dripBody});
        put({Problem::untrusted, Problem::badAnswer}, {lengthShort});
        put({Problem::untrusted, kDone}, {lengthMissingCut});
        put({Problem::untrusted, Problem::corrupt}, {zeros, otherContent, bitFlip});
        put({Problem::untrusted, Problem::badAnswer}, {empty, compressedSilently, byteOrderMark});
        put({kDone, Problem::corrupt}, {rangeShifted});
        put({Problem::badAnswer, kDone}, {rangeUnasked});
        put(always(Problem::forbiddenAddress),
            {redirectSix, redirectLoop, redirectOtherHost, redirectOtherPort, redirectIpv6, redirectLinkLocal,
             redirectFile, redirectFtp, redirectUser, redirectGarbage});
        return map;
    }();
    return kRules;
}

struct Cell {
    Fault fault;
    Moment moment;
    Lasting lasting;

    std::string name() const {
        static const char* const kNames[] = {"manifest",    "signature", "first part",
                                             "middle part", "last part", "resumed"};
        return std::string(nameOf(fault)) + ", " + kNames[static_cast<int>(moment)] +
               (lasting == Lasting::once ? ", once" : ", for ever");
    }
};

std::string pathOf(const SamplePackage& package, Moment moment) {
    switch (moment) {
        case Moment::manifest:
            return std::string("/") + SamplePackage::kName;
        case Moment::signature:
            return std::string("/") + SamplePackage::kName + ".sig";
        case Moment::firstPart:
            return package.partPath(0);
        case Moment::lastPart:
            return package.partPath(2);
        default:
            return package.partPath(1);
    }
}

// Faults after which one attempt more is no use, and there is no other source here.
bool isFinal(Problem problem) {
    static const std::set<Problem> kFinal{Problem::notFound, Problem::proxyAuthentication, Problem::tooLarge,
                                          Problem::forbiddenAddress, Problem::untrusted};
    return kFinal.contains(problem);
}

std::optional<Problem> expectedOf(const Cell& cell) {
    const auto& rule = rules().at(cell.fault);
    const auto problem = isText(cell.moment) ? rule.text : rule.part;
    if (!problem || cell.lasting == Lasting::forEver || isFinal(*problem)) {
        return problem;
    }
    return kDone;
}

std::string_view outcomeOf(const Attempt& attempt) {
    return attempt.outcome ? "completed" : net::nameOf(attempt.outcome.error().problem);
}

void requireOutcome(const Cell& cell, const SamplePackage& package) {
    MisbehavingServer server;
    package.serveOn(server);
    const auto folder = TemporaryFolder::create();
    REQUIRE(folder);
    const auto settings = quickSettings({server.url()});
    if (cell.moment == Moment::resumed) {
        // Half of the middle part is here, and a piece of a chunk that does not count.
        std::ofstream(folder->path() / (package.layer().sha256.hex() + ".partial"), std::ios::binary)
            << package.archive.substr(0, 6 * SamplePackage::kChunk + 999);
    }
    const int times = cell.lasting == Lasting::once ? 1 : 1'000'000;
    server.misbehave(pathOf(package, cell.moment), cell.fault, times, cell.moment == Moment::middlePart ? 1 : 0);

    const auto attempt = download(package, settings, folder->path());
    const auto expected = expectedOf(cell);
    INFO((attempt.outcome ? "" : attempt.outcome.error().message));
    REQUIRE(outcomeOf(attempt) == (expected ? net::nameOf(*expected) : "completed"));
    if (attempt.outcome) {
        REQUIRE(attempt.isRight);
        return;
    }
    REQUIRE(attempt.outcome.error().message.find('\n') == std::string::npos);
    if (isText(cell.moment)) {
        for (const auto& request : server.requests()) {
            REQUIRE(request.path.find(".part") == std::string::npos);
        }
    }
    server.behave();
    REQUIRE(download(package, settings, folder->path()).isRight);
}

int runCells(const std::vector<Moment>& moments, const std::vector<Lasting>& lastings) {
    const SamplePackage package;
    int cells = 0;
    for (const auto fault : allFaults()) {
        for (const auto moment : moments) {
            for (const auto lasting : lastings) {
                const Cell cell{fault, moment, lasting};
                DYNAMIC_SECTION(cell.name()) {
                    requireOutcome(cell, package);
                }
                ++cells;
            }
        }
    }
    return cells;
}

}  // namespace

TEST_CASE("every_fault_has_a_rule_and_there_are_many") {
    REQUIRE(rules().size() == allFaults().size());
    REQUIRE(allFaults().size() > 60);
    REQUIRE(allFaults().size() * std::size(kMoments) * 2 > 300);
}

TEST_CASE("no_fault_gives_a_wrong_byte_a_sample") {
    runCells({Moment::manifest, Moment::middlePart}, {Lasting::once});
    runCells({Moment::firstPart}, {Lasting::forEver});
}

TEST_CASE("no_fault_gives_a_wrong_byte_at_any_moment", "[.][matrix]") {
    runCells({std::begin(kMoments), std::end(kMoments)}, {Lasting::once, Lasting::forEver});
}
