// JCusolver's native library needs libcusolverMg to load; nothing of it is called.
extern "C" __attribute__((visibility("default"))) int cusolverMgCreate(void**) { return 9; /* not supported */ }
extern "C" __attribute__((visibility("default"))) int cusolverMgDestroy(void*) { return 9; }
