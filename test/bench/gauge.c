// Gauges on pseudo-terminals: write numbered frames by turns at a steady pace, and note when each left.
//   gauge LINK[,LINK…] FORMAT LOG WARM WARM_RATE COUNT RATE
// FORMAT mitutoyo: "01A+51.00123\r\n", value 51 mm plus the number 00123 in the digits behind the point;
// FORMAT pair: "0000123,+12.3456\r\n". LOG: one int64 per frame, CLOCK_MONOTONIC ns before its write.
// Says "ready", waits for a line on stdin, writes WARM frames, pauses, says "measure", writes COUNT
// frames, says "written SECONDS WORST_DELAY_MS", and holds the terminal open until stdin ends.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { MOST_LINKS = 64 };

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void wait_until(long long due) {
  struct timespec t = {due / 1000000000LL, due % 1000000000LL};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, 0) == EINTR) continue;
}

/* About normal, standard deviation 1: the sum of twelve uniform numbers. */
static double deviate(void) {
  double sum = -6;
  for (int i = 0; i < 12; i++) sum += drand48();
  return sum;
}

static int open_terminal(const char *link) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
  const char *name = ptsname(master);
  int slave = open(name, O_RDWR | O_NOCTTY); /* stays open: no hang-up before the reader comes */
  struct termios settings;
  tcgetattr(slave, &settings);
  cfmakeraw(&settings);
  tcsetattr(slave, TCSANOW, &settings);
  unlink(link);
  return symlink(name, link) == 0 ? master : -1;
}

static int write_all(int fd, const char *bytes, int length) {
  for (int done = 0; done < length;) {
    ssize_t count = write(fd, bytes + done, length - done);
    if (count < 0 && errno != EINTR && errno != EAGAIN) return -1;
    if (count > 0) done += count;
  }
  return 0;
}

static int frame(char *text, int mitutoyo, long number) {
  if (!mitutoyo) return sprintf(text, "%07ld,%+08.4f\r\n", number, 12.5 + 0.0115 * deviate());
  int whole = 50 + (int)(5 * deviate());
  return sprintf(text, "01A+%02d.%05ld\r\n", whole, number % 100000);
}

int main(int argc, char **argv) {
  if (argc != 8) return 2;
  int mitutoyo = strcmp(argv[2], "mitutoyo") == 0;
  long warm = atol(argv[4]), total = warm + atol(argv[6]);
  double rate = atof(argv[5]);
  prctl(PR_SET_TIMERSLACK, 1);
  int terminals[MOST_LINKS], links = 0;
  for (char *link = strtok(argv[1], ","); link != NULL && links < MOST_LINKS; link = strtok(NULL, ","))
    if ((terminals[links++] = open_terminal(link)) < 0) return 3;
  int file = open(argv[3], O_RDWR | O_CREAT | O_TRUNC, 0644);
  if (links == 0 || file < 0 || ftruncate(file, 8 * (total + 1)) != 0) return 3;
  long long *log = mmap(0, 8 * (total + 1), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  char text[64];
  printf("ready\n");
  fflush(stdout);
  if (fgets(text, sizeof text, stdin) == NULL) return 4;
  long long start = now_ns(), worst = 0;
  long first = 1;
  for (long number = 1; number <= total; number++) {
    if (number == warm + 1) {
      sleep(1);
      printf("measure\n");
      fflush(stdout);
      wait_until(now_ns() + 200000000LL);
      start = now_ns(), worst = 0, first = number, rate = atof(argv[7]);
    }
    long long due = start + (long long)((number - first) * 1e9 / rate);
    wait_until(due);
    int length = frame(text, mitutoyo, number);
    log[number] = now_ns();
    if (write_all(terminals[number % links], text, length) != 0) return 5;
    if (now_ns() - due > worst) worst = now_ns() - due;
  }
  printf("written %.4f %.2f\n", (now_ns() - start) / 1e9, worst / 1e6);
  fflush(stdout);
  while (fgets(text, sizeof text, stdin) != NULL) continue;
  return 0;
}
