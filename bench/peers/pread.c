/* The peer of reading a table: reads BYTES at OFFSET of FILE with THREADS threads in blocks of 8 MiB
 * into fresh memory (huge pages asked for, as the engine does) and prints seconds and GB/s as JSON.
 *
 *   gcc -O2 -pthread -o pread pread.c && ./pread FILE OFFSET BYTES THREADS
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 8 << 20 };

static int file;
static long long offset, bytes;
static char *memory;
static atomic_llong next;

static void *work(void *unused) {
  (void)unused;
  for (long long at; (at = atomic_fetch_add(&next, BLOCK)) < bytes;) {
    long long end = at + BLOCK < bytes ? at + BLOCK : bytes;
    while (at < end) {
      ssize_t count = pread(file, memory + at, (size_t)(end - at), offset + at);
      if (count <= 0) {
        fprintf(stderr, "pread at %lld: %s\n", offset + at, count ? strerror(errno) : "end of file");
        exit(1);
      }
      at += count;
    }
  }
  return NULL;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 5) {
    fprintf(stderr, "usage: pread FILE OFFSET BYTES THREADS\n");
    return 2;
  }
  file = open(argv[1], O_RDONLY);
  if (file < 0) {
    perror(argv[1]);
    return 1;
  }
  offset = atoll(argv[2]);
  bytes = atoll(argv[3]);
  int threads = atoi(argv[4]);
  if (offset < 0 || bytes <= 0 || threads < 1 || threads > 1024) {
    fprintf(stderr, "usage: pread FILE OFFSET BYTES THREADS\n");
    return 2;
  }
  pthread_t thread[1024];
  double start = now();
  memory = mmap(NULL, (size_t)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  madvise(memory, (size_t)bytes, MADV_HUGEPAGE);
  for (int i = 0; i < threads; i++) {
    if (pthread_create(&thread[i], NULL, work, NULL)) {
      perror("pthread_create");
      return 1;
    }
  }
  for (int i = 0; i < threads; i++) {
    pthread_join(thread[i], NULL);
  }
  double seconds = now() - start;
  printf("{\"bytes\": %lld, \"threads\": %d, \"seconds\": %.6f, \"gb_per_s\": %.3f}\n", bytes,
         threads, seconds, 1e-9 * (double)bytes / seconds);
  return 0;
}
