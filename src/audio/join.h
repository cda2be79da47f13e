#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace parlando::audio {

// What is needed to put separately spoken sentences one after the other without clicks.

// Cuts the silence off both ends of a sentence that arrives in pieces: what remains begins `keepSeconds` before its
// first audible sound and ends `keepSeconds` after its last, and its volume rises from zero over the first 5 ms and
// falls to zero over the last 5 ms. Audible is measured against the loudest part so far. However the sentence is cut
// into pieces, the result is the same; it lags behind by 10 ms and by the pause that the sentence is in.
class SentenceTrimmer {
public:
    SentenceTrimmer(int sampleRate, double keepSeconds);

    // Takes a piece and gives what is certain to remain of the sentence so far, valid until the next call.
    std::span<const float> push(std::span<const float> samples);
    // The sentence is over: the rest of it. Nothing at all was given if there was nothing but silence.
    std::span<const float> finish();
    // How many samples were cut off the beginning; known once something was given.
    std::size_t cut() const { return m_cut; }

private:
    void judge(std::size_t length);
    std::span<const float> release(std::size_t count);

    std::size_t m_frame, m_keep, m_fade;  // samples
    std::vector<float> m_held;            // what is not given yet; the part before m_released is
    std::size_t m_released = 0;
    std::size_t m_cut = 0;
    std::size_t m_judged = 0;   // of m_held: the part that has been looked at
    std::size_t m_audible = 0;  // of m_held: up to the last audible sound
    double m_loudest;
    double m_quietest;
    bool m_begun = false;
};

std::vector<float> silence(double seconds, int sampleRate);

}  // namespace parlando::audio
