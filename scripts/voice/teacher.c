// Runs the flite voice cmu_us_rms over the lines of standard input and writes, for each line, what the
// synthesiser knew while it spoke: phone end times, F0, mel-cepstra, excitation strengths and the audio.
//
// Record (little endian):
//   int32 phones, then per phone: char name[8], float end_seconds
//   int32 frames (5 ms each), then per frame 31 floats: F0 in Hz (0 = unvoiced), 25 mel-cepstra, 5 band strengths
//   int32 samples (16 kHz), then int16 audio
// A line that fails gives a record with three zero counts.
//
// Build: cc -O2 teacher.c -o teacher -lflite_cmu_us_rms -lflite_cmulex -lflite_usenglish -lflite -lm

#include <flite/flite.h>
#include <flite/cst_cg.h>

#include <stdint.h>
#include <stdio.h>
#include <string.h>

cst_voice* register_cmu_us_rms(const char* voxdir);

enum { kCepstra = 25, kBands = 5, kNameBytes = 8 };

static void writeCount(int32_t count) { fwrite(&count, sizeof count, 1, stdout); }

static void writePhones(cst_utterance* utterance) {
    int32_t count = 0;
    const cst_item* first = relation_head(utt_relation(utterance, "Segment"));
    for (const cst_item* phone = first; phone; phone = item_next(phone)) count++;
    writeCount(count);
    for (const cst_item* phone = first; phone; phone = item_next(phone)) {
        char name[kNameBytes] = {0};
        strncpy(name, item_name(phone), kNameBytes - 1);
        const float end = item_feat_float(phone, "end");
        fwrite(name, 1, kNameBytes, stdout);
        fwrite(&end, sizeof end, 1, stdout);
    }
}

// The parameter track holds means and deviations; mlpg turns them into the smooth track flite speaks from.
static void writeTrack(cst_utterance* utterance) {
    cst_cg_db* database = val_cg_db(utt_feat_val(utterance, "cg_db"));
    const cst_track* raw = val_track(utt_feat_val(utterance, "param_track"));
    const cst_track* strengths = val_track(utt_feat_val(utterance, "str_track"));
    cst_track* smooth = mlpg(raw, database);
    writeCount(smooth->num_frames);
    for (int i = 0; i < smooth->num_frames; i++) {
        float frame[1 + kCepstra + kBands] = {0};
        frame[0] = raw->frames[i][0];
        memcpy(frame + 1, smooth->frames[i] + 1, kCepstra * sizeof(float));
        memcpy(frame + 1 + kCepstra, strengths->frames[i], kBands * sizeof(float));
        fwrite(frame, sizeof(float), 1 + kCepstra + kBands, stdout);
    }
    delete_track(smooth);
}

static void writeAudio(cst_utterance* utterance) {
    const cst_wave* wave = utt_wave(utterance);
    writeCount(wave->num_samples);
    fwrite(wave->samples, sizeof(short), (size_t)wave->num_samples, stdout);
}

int main(void) {
    flite_init();
    cst_voice* voice = register_cmu_us_rms(NULL);
    char line[8192];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        cst_utterance* utterance = flite_synth_text(line, voice);
        if (!utterance) {
            for (int i = 0; i < 3; i++) writeCount(0);
            continue;
        }
        writePhones(utterance);
        writeTrack(utterance);
        writeAudio(utterance);
        delete_utterance(utterance);
    }
    return 0;
}
