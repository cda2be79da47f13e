// CMake makes precompiled headers only where a source wants them.
