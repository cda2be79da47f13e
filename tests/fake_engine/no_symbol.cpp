// A shared library that is not an engine.
extern "C" __attribute__((visibility("default"))) int parlando_not_an_engine();

int parlando_not_an_engine() {
    return 1;
}
