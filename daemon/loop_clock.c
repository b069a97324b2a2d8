/* SPDX-License-Identifier: MIT */
/*
 * Fixed-point arithmetic of the rate, and the system's clocks. No 128-bit
 * integers, which 32-bit machines lack: a span is split into whole
 * denominators and a rest, and the rest's product stays below 10^6.
 */
#include "loop_clock.h"

#include "zone.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define BOOT_ID_PATH "/proc/sys/kernel/random/boot_id"

static bool
rate_valid(struct pd_rate rate)
{
        return rate.num >= 1 && rate.num <= PD_RATE_MAX && rate.den >= 1 && rate.den <= PD_RATE_MAX;
}

static bool
is_real_time(const struct pd_loop_clock *clock)
{
        return clock->rate.num == clock->rate.den;
}

void
pd_loop_clock_init(struct pd_loop_clock *clock, struct pd_rate rate, pd_usec boot, pd_usec real)
{
        assert(rate_valid(rate));
        *clock = (struct pd_loop_clock) { .rate = rate, .epoch = boot, .real_epoch = real };
}

/* A whole number without sign; moves *TEXT behind it. */
static int
take_number(const char **text, int64_t *ret)
{
        char *end;

        if (**text < '0' || **text > '9')
                return -EINVAL;
        errno = 0;
        long value = strtol(*text, &end, 10);
        if (errno != 0 || value > PD_RATE_MAX)
                return -ERANGE;
        *ret = value;
        *text = end;
        return 0;
}

/* The decimals behind the point: "25" is 25 hundredths. */
static int
take_decimals(const char **text, int64_t *num, int64_t *den)
{
        if (**text < '0' || **text > '9')
                return -EINVAL;
        for (; **text >= '0' && **text <= '9'; (*text)++) {
                *num = *num * 10 + (**text - '0');
                *den *= 10;
                if (*den > PD_RATE_MAX)
                        return -ERANGE;
        }
        return 0;
}

int
pd_rate_parse(const char *text, struct pd_rate *ret)
{
        int64_t num = 0, den = 1;
        int r = take_number(&text, &num);

        if (r == 0 && *text == '.') {
                text++;
                r = take_decimals(&text, &num, &den);
        } else if (r == 0 && *text == '/') {
                text++;
                r = take_number(&text, &den);
        }
        if (r < 0)
                return r;
        if (*text != '\0')
                return -EINVAL;
        for (int64_t prime = 2; prime <= 5; prime += 3) /* "2.50" is 5/2; decimals have no other factors */
                while (num > 0 && num % prime == 0 && den % prime == 0) {
                        num /= prime;
                        den /= prime;
                }
        if (num < 1 || den < 1 || num > PD_RATE_MAX)
                return -ERANGE;
        *ret = (struct pd_rate) { .num = (int32_t) num, .den = (int32_t) den };
        return 0;
}

pd_usec
pd_loop_clock_at(const struct pd_loop_clock *clock, pd_usec boot)
{
        int64_t num = clock->rate.num, den = clock->rate.den;
        int64_t span, at;

        if (boot <= clock->epoch)
                return clock->epoch;

        int64_t elapsed = boot - clock->epoch;
        if (__builtin_mul_overflow(elapsed / den, num, &span) ||
                __builtin_add_overflow(span, elapsed % den * num / den, &span) ||
                __builtin_add_overflow(clock->epoch, span, &at) || at == PD_NEVER)
                return PD_NEVER - 1;
        return at;
}

uint64_t
pd_loop_clock_boot(const struct pd_loop_clock *clock, pd_usec at)
{
        int64_t num = clock->rate.num, den = clock->rate.den;
        int64_t span, boot;

        if (at == PD_NEVER)
                return UINT64_MAX;
        if (at <= clock->epoch)
                return (uint64_t) clock->epoch;

        int64_t elapsed = at - clock->epoch;
        if (__builtin_mul_overflow(elapsed / num, den, &span) ||
                __builtin_add_overflow(span, (elapsed % num * den + num - 1) / num, &span) ||
                __builtin_add_overflow(clock->epoch, span, &boot))
                return UINT64_MAX;
        return (uint64_t) boot;
}

pd_usec
pd_loop_clock_real(const struct pd_loop_clock *clock, pd_usec at)
{
        pd_usec real;

        if (__builtin_add_overflow(clock->real_epoch, at - clock->epoch, &real))
                return PD_NEVER - 1;
        return real;
}

static pd_usec
clock_usec(clockid_t id)
{
        struct timespec now;

        /* Fails only for a clock that the kernel does not have. */
        int r = clock_gettime(id, &now);
        assert(r == 0);
        (void) r;
        return (pd_usec) now.tv_sec * PD_SEC + now.tv_nsec / 1000;
}

pd_usec
pd_boottime_now(void)
{
        return clock_usec(CLOCK_BOOTTIME);
}

pd_usec
pd_realtime_now(void)
{
        return clock_usec(CLOCK_REALTIME);
}

/* 32 hex digits, the dashes of the kernel's spelling left out. */
static int
read_boot_id(char ret[static PD_BOOT_ID_SIZE])
{
        char text[64];
        char id[PD_BOOT_ID_SIZE];
        size_t n = 0;
        int fd = open(BOOT_ID_PATH, O_RDONLY | O_CLOEXEC);

        if (fd < 0)
                return -errno;
        ssize_t size = read(fd, text, sizeof(text));
        int error = errno;
        close(fd);
        if (size < 0)
                return -error;

        for (ssize_t i = 0; i < size && text[i] != '\n'; i++) {
                if (text[i] == '-')
                        continue;
                if (n == PD_BOOT_ID_SIZE - 1)
                        return -EBADMSG;
                id[n++] = text[i];
        }
        if (n != PD_BOOT_ID_SIZE - 1)
                return -EBADMSG;
        id[n] = '\0';
        memcpy(ret, id, sizeof(id));
        return 0;
}

/* What timedatectl calls synchronised. A kernel that refuses to say counts as not. */
static bool
kernel_synchronised(void)
{
        struct timex state = { .modes = 0 };

        return adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);
}

int
pd_loop_clock_read(const struct pd_loop_clock *clock, pd_usec at, struct pd_clock *ret)
{
        struct pd_clock read = { .boot = at };
        bool real_time = is_real_time(clock);
        int r = read_boot_id(read.boot_id);

        if (r < 0)
                return r;
        read.real = real_time ? pd_realtime_now() - (pd_boottime_now() - at) : pd_loop_clock_real(clock, at);
        read.utc_offset_s = pd_zone_offset("", read.real);
        read.synchronised = !real_time || kernel_synchronised();
        *ret = read;
        return 0;
}
