// Hears what a station tells: notes when each number arrived on a TCP connection, whatever the protocol.
//   listener PORT GREETING_HEX PATTERN after-point|plain LOG COUNT
// Sends the greeting (an HTTP request, or MQTT CONNECT and SUBSCRIBE at QoS 0, which asks for no
// answers), says "listening" with the first byte that comes back, then looks for PATTERN and reads the
// number behind it (behind its decimal point). LOG is int64: [0] different numbers, [1] repeats,
// [2] bytes, [3] numbers that came after a higher one; [8 + n] CLOCK_MONOTONIC ns of number n.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };
static char buffer[ROOM];
static volatile long long *heard;
static long most, highest;

static int dial(int port) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (int attempt = 0; attempt < 100; attempt++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0) return fd;
    close(fd);
    usleep(50000);
  }
  return -1;
}

static void note(long number, long long at) {
  if (number < 1 || number > most) return;
  if (heard[8 + number] != 0) {
    heard[1]++;
    return;
  }
  heard[8 + number] = at;
  if (number < highest) heard[3]++;
  else highest = number;
  heard[0]++;
}

/* Gives how many bytes at the end must wait for more. */
static size_t search(size_t length, const char *pattern, int after_point, long long at) {
  size_t width = strlen(pattern), from = 0;
  for (;;) {
    char *found = memmem(buffer + from, length - from, pattern, width);
    if (found == NULL) break;
    size_t start = found - buffer + width, end = start;
    while (end < length && (isdigit(buffer[end]) || buffer[end] == '.')) end++;
    if (end == length) return length - (found - buffer);
    char *point = after_point ? memchr(buffer + start, '.', end - start) : NULL;
    note(strtol(point == NULL ? buffer + start : point + 1, NULL, 10), at);
    from = end;
  }
  size_t rest = length - from;
  return rest < width ? rest : width - 1;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  int after_point = strcmp(argv[4], "after-point") == 0;
  most = atol(argv[6]);
  int file = open(argv[5], O_RDWR | O_CREAT | O_TRUNC, 0644);
  size_t size = 8 * (most + 16);
  if (file < 0 || ftruncate(file, size) != 0) return 3;
  heard = mmap(0, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  int fd = dial(atoi(argv[1]));
  if (fd < 0) return 4;
  size_t length = strlen(argv[2]) / 2;
  for (size_t i = 0; i < length; i++) sscanf(argv[2] + 2 * i, "%2hhx", &buffer[i]);
  if (write(fd, buffer, length) != (ssize_t)length) return 5;
  size_t kept = 0;
  for (;;) {
    ssize_t count = read(fd, buffer + kept, ROOM - kept);
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    if (count <= 0) return 0;
    if (heard[2] == 0) {
      printf("listening\n");
      fflush(stdout);
    }
    heard[2] += count;
    length = kept + count;
    kept = search(length, argv[3], after_point, t.tv_sec * 1000000000LL + t.tv_nsec);
    memmove(buffer, buffer + length - kept, kept);
  }
}
