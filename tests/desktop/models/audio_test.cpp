#include <QFile>
#include <QTemporaryDir>
#include <catch2/catch.hpp>

#include "desktop/audio/player.h"
#include "desktop/models/loop.h"
#include "desktop/peer/scripted_server.h"
#include "desktop/peer/silent_output.h"

using namespace parlando;
using namespace parlando::desktop;

namespace {

std::vector<std::int16_t> ramp(int count) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        samples[static_cast<std::size_t>(i)] = static_cast<std::int16_t>(i);
    }
    return samples;
}

}  // namespace

TEST_CASE("a_wav_stream_may_be_cut_anywhere") {
    const auto wav = wavOf(0.1);
    for (const int piece : {1, 7, 44, 45, 1000}) {
        SampleReader reader(SampleReader::Form::wav);
        std::size_t samples = 0;
        for (qsizetype at = 0; at < wav.size(); at += piece) {
            const auto read = reader.feed(wav.mid(at, piece));
            REQUIRE(read);
            samples += read->size();
        }
        CHECK(samples == 2400);
        CHECK(reader.sampleRate() == 24000);
    }
}

TEST_CASE("two_channels_become_one") {
    auto wav = wavOf(0.0);
    wav[22] = 2;  // channels
    wav.append(QByteArray::fromHex("0a001400"));
    SampleReader reader(SampleReader::Form::wav);
    const auto samples = reader.feed(wav);
    REQUIRE(samples);
    CHECK(*samples == std::vector<std::int16_t>{15});
}

TEST_CASE("what_is_no_wav_is_refused_with_a_reason") {
    const auto refused = [](QByteArray bytes) {
        SampleReader reader(SampleReader::Form::wav);
        return !reader.feed(bytes).has_value();
    };
    CHECK(refused("<!DOCTYPE html><html>"));
    auto wav = wavOf(0.1);
    wav[34] = 24;  // bits
    CHECK(refused(wav));
    wav = wavOf(0.1);
    wav[22] = 9;  // channels
    CHECK(refused(wav));
    wav = wavOf(0.1);
    wav.replace("data", "junk");
    CHECK(refused(wav));
    CHECK(refused("RIFF\1\1\1\1WAVEfmt \3" + QByteArray(3, '\0') + "abc"));
}

TEST_CASE("a_clip_gives_back_its_samples_and_saves_an_exact_wav_file") {
    application();
    Clip clip(8000);
    REQUIRE(clip.append(ramp(100)));
    REQUIRE(clip.append(ramp(60)));
    CHECK(clip.sampleCount() == 160);
    CHECK(clip.samples(98, 4) == std::vector<std::int16_t>{98, 99, 0, 1});
    CHECK(clip.samples(159, 10).size() == 1);
    CHECK(clip.samples(500, 10).empty());
    const QTemporaryDir folder;
    const auto path = folder.filePath("clip.wav");
    REQUIRE(clip.saveWav(path));
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const auto bytes = file.readAll();
    CHECK(bytes.size() == 44 + 320);
    SampleReader reader(SampleReader::Form::wav);
    CHECK(reader.feed(bytes)->size() == 160);
    CHECK(reader.sampleRate() == 8000);
}

TEST_CASE("saving_where_one_may_not_write_is_an_error") {
    application();
    const Clip clip(8000);
    CHECK_FALSE(clip.saveWav("/proc/no/such/folder/clip.wav"));
}

TEST_CASE("peaks_stretch_over_the_expected_length") {
    application();
    Clip clip(8000);
    REQUIRE(clip.append(std::vector<std::int16_t>(8000, 16384)));
    const auto half = clip.peaks(10, 2.0);
    CHECK(half[0] == Approx(0.5));
    CHECK(half[9] == 0.0);
    CHECK(clip.peaks(10, 0.5)[9] == Approx(0.5));  // longer than expected: all of it is shown
}

TEST_CASE("a_player_waits_in_silence_for_what_is_not_yet_made") {
    application();
    auto owned = std::make_unique<SilentOutput>(SilentOutput::Pace::byHand);
    auto& output = *owned;
    Player player(std::move(owned));
    const auto clip = std::make_shared<Clip>(8000);
    REQUIRE(clip->append(ramp(800)));
    player.load(clip, "title", 1.0);
    CHECK(player.state() == Player::Playing);
    output.take(0.5);
    CHECK(player.position() == Approx(0.1));
    CHECK(player.state() == Player::Playing);
    REQUIRE(clip->append(ramp(800)));
    clip->complete();
    output.take(0.5);
    CHECK(player.position() == Approx(0.2));
    CHECK(player.state() == Player::Stopped);
}

TEST_CASE("playing_again_at_the_end_begins_at_the_start") {
    application();
    auto owned = std::make_unique<SilentOutput>(SilentOutput::Pace::byHand);
    auto& output = *owned;
    Player player(std::move(owned));
    const auto clip = std::make_shared<Clip>(8000);
    REQUIRE(clip->append(ramp(800)));
    clip->complete();
    player.load(clip, "title", 1.0);
    output.take(1.0);
    REQUIRE(player.state() == Player::Stopped);
    player.play();
    CHECK(player.position() == 0.0);
    player.pause();
    player.seek(0.05);
    CHECK(player.position() == Approx(0.05));
    player.seek(99.0);
    CHECK(player.position() == Approx(0.1));
}

TEST_CASE("without_a_device_nothing_plays_and_the_clip_is_there") {
    application();
    auto owned = std::make_unique<SilentOutput>(SilentOutput::Pace::byHand);
    owned->setAvailable(false);
    Player player(std::move(owned));
    const auto clip = std::make_shared<Clip>(8000);
    REQUIRE(clip->append(ramp(10)));
    player.load(clip, "title", 1.0);
    player.play();
    CHECK(player.state() == Player::Stopped);
    CHECK(player.hasClip());
}
