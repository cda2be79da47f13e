// Stands for libtorch in the test of an engine whose libraries are not installed.
extern "C" __attribute__((visibility("default"))) int parlando_absent();

int parlando_absent() {
    return 1;
}
