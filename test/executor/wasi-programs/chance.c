/* What differs at every run of an ordinary system: time and randomness. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  struct timespec before, after, resolution;
  unsigned char bytes[16];
  clock_getres(CLOCK_MONOTONIC, &resolution);
  printf("resolution: %ld\n", resolution.tv_nsec);
  printf("time: %lld\n", (long long)time(NULL));
  clock_gettime(CLOCK_MONOTONIC, &before);
  sleep(3600);
  clock_gettime(CLOCK_MONOTONIC, &after);
  printf("slept: %lld\n", (long long)(after.tv_sec - before.tv_sec));
  getentropy(bytes, sizeof bytes);
  for (unsigned i = 0; i < sizeof bytes; i++) printf("%02x", bytes[i]);
  printf("\n");
  return 0;
}
