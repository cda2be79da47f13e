extern "C" int parlando_absent();
extern "C" __attribute__((visibility("default"))) int parlando_needs_absent();

int parlando_needs_absent() {
    return parlando_absent();
}
