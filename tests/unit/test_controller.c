/* SPDX-License-Identifier: MIT */
/* Finding a controller in a sysfs of the test's own, and binding it anew. */
#include "recovery/controller.h"
#include "support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define USB "00:1A:7D:DA:71:13"
#define UART "B8:27:EB:01:02:03"
#define TTY "B8:27:EB:01:02:04"
#define VIRTUAL "00:AA:01:00:00:42"
#define PATH_SIZE 256

static int n_asked;

/* As HCIGETDEVINFO answers. */
static int
address_of(int number, char ret[static PD_ADDRESS_SIZE])
{
        static const char *const addresses[] = {UART, TTY, USB, VIRTUAL};

        n_asked++;
        if (number >= 4)
                return -ENODEV;
        memcpy(ret, addresses[number], PD_ADDRESS_SIZE);
        return 0;
}

static void
make_folder(const char *sys, const char *name)
{
        char path[PATH_SIZE];

        for (const char *end = strchr(name, '/');; end = strchr(end + 1, '/')) {
                snprintf(path, sizeof(path), "%s/%.*s", sys, end ? (int) (end - name) : (int) strlen(name), name);
                assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
                if (!end)
                        return;
        }
}

/* NAME below the tree leads to TARGET below it. */
static void
make_link(const char *sys, const char *name, const char *target)
{
        char path[PATH_SIZE], to[PATH_SIZE];

        snprintf(path, sizeof(path), "%s/%s", sys, name);
        snprintf(to, sizeof(to), "%s/%s", sys, target);
        assert_int_equal(symlink(to, path), 0);
}

/* hciN on DEVICE, a path below devices/, which is of SUBSYSTEM. */
static void
plug(const char *sys, int number, const char *device, const char *subsystem)
{
        char path[PATH_SIZE], link[PATH_SIZE];

        snprintf(path, sizeof(path), "devices/%s/bluetooth/hci%d", device, number);
        make_folder(sys, path);
        snprintf(link, sizeof(link), "class/bluetooth/hci%d", number);
        make_link(sys, link, path);
        strcat(path, "/device");
        snprintf(link, sizeof(link), "devices/%s", device);
        make_link(sys, path, link);
        snprintf(path, sizeof(path), "bus/%s", subsystem);
        make_folder(sys, path);
        strcat(link, "/subsystem");
        make_link(sys, link, path);
}

#define USB_PARENT "devices/pci0000:00/usb1/1-1/1-1.2"

static int
set_up(void **state)
{
        const char *sys;

        if (scratch_set_up(state) < 0)
                return -1;
        sys = *state;
        make_folder(sys, "class/bluetooth");
        make_folder(sys, "class/bluetooth/hci2:71"); /* a link, as old kernels list them */
        plug(sys, 0, "platform/3f201000.serial/serial0/serial0-0", "serial");
        plug(sys, 1, "platform/3f201000.serial/tty/ttyAMA0", "tty");
        plug(sys, 2, "pci0000:00/usb1/1-1/1-1.2/1-1.2:1.0", "usb");
        make_link(sys, USB_PARENT "/subsystem", "bus/usb");
        make_folder(sys, "bus/usb/drivers/usb");
        scratch_write(sys, "bus/usb/drivers/usb/bind", "");
        scratch_write(sys, "bus/usb/drivers/usb/unbind", "");
        make_folder(sys, "bus/serial/drivers/hci_uart_bcm");
        scratch_write(sys, "bus/serial/drivers/hci_uart_bcm/bind", "");
        scratch_write(sys, "bus/serial/drivers/hci_uart_bcm/unbind", "");
        make_link(sys, "devices/platform/3f201000.serial/serial0/serial0-0/driver", "bus/serial/drivers/hci_uart_bcm");
        make_folder(sys, "devices/virtual/bluetooth/hci3");
        make_link(sys, "class/bluetooth/hci3", "devices/virtual/bluetooth/hci3");
        n_asked = 0;
        return 0;
}

static struct pd_controller_ground
ground_of(void **state)
{
        return (struct pd_controller_ground) {.sys = *state, .address_of = address_of, .settle = 0};
}

static void
each_kind_is_found_by_its_address_or_said_to_be_none(void **state)
{
        static const struct {
                const char *address;
                int result;
                const char *driver, *device;
        } rows[] = {
                {USB, 0, "bus/usb/drivers/usb", "1-1.2"},
                {UART, 0, "bus/serial/drivers/hci_uart_bcm", "serial0-0"},
                {TTY, -EOPNOTSUPP, NULL, NULL},
                {VIRTUAL, -EOPNOTSUPP, NULL, NULL},
                {"00:00:00:00:00:01", -ENODEV, NULL, NULL},
        };
        const struct pd_controller_ground ground = ground_of(state);

        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_controller controller = {.device = "untouched"};
                char driver[PATH_SIZE];

                assert_int_equal(pd_controller_find(&ground, rows[i].address, &controller), rows[i].result);
                if (rows[i].result < 0) {
                        assert_string_equal(controller.device, "untouched");
                        continue;
                }
                snprintf(driver, sizeof(driver), "%s/%s", ground.sys, rows[i].driver);
                assert_string_equal(controller.driver, driver);
                assert_string_equal(controller.device, rows[i].device);
                assert_int_equal(controller.usb, strcmp(rows[i].address, USB) == 0);
        }
}

static void
an_address_in_sysfs_counts_and_nobody_else_is_asked(void **state)
{
        const struct pd_controller_ground ground = ground_of(state);
        struct pd_controller controller;

        for (int i = 0; i < 4; i++) {
                char name[32];

                snprintf(name, sizeof(name), "class/bluetooth/hci%d/address", i);
                scratch_write(*state, name, i == 0 ? "00:1a:7d:da:71:99\n" : "00:1a:7d:da:71:00\n");
        }
        assert_int_equal(pd_controller_find(&ground, "00:1A:7D:DA:71:99", &controller), 0);
        assert_string_equal(controller.device, "serial0-0");
        assert_int_equal(n_asked, 0);
}

static void
without_bluetooth_there_is_nobody(void **state)
{
        const struct pd_controller_ground ground = {.sys = "/nowhere", .address_of = address_of};
        struct pd_controller controller;

        (void) state;
        assert_int_equal(pd_controller_find(&ground, USB, &controller), -ENODEV);
}

/* A driver that is no Bluetooth driver is not told anything. */
static void
a_serial_device_of_another_driver_is_left_alone(void **state)
{
        const struct pd_controller_ground ground = ground_of(state);
        struct pd_controller controller;
        char path[PATH_SIZE];

        snprintf(path, sizeof(path), "%s/devices/platform/3f201000.serial/serial0/serial0-0/driver", ground.sys);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(pd_controller_find(&ground, UART, &controller), -EOPNOTSUPP);
        make_folder(ground.sys, "bus/serial/drivers/gnss-ubx");
        make_link(ground.sys, "devices/platform/3f201000.serial/serial0/serial0-0/driver", "bus/serial/drivers/gnss-ubx");
        assert_int_equal(pd_controller_find(&ground, UART, &controller), -EOPNOTSUPP);
}

/* What is written to a driver, and the path to it, are names of the kernel's. */
static void
a_device_that_is_called_as_none_is_left_alone(void **state)
{
        const struct pd_controller_ground ground = ground_of(state);
        struct pd_controller controller;

        plug(*state, 4, "pci0000:00/usb1/1-1/1 3/1 3:1.0", "usb");
        make_link(*state, "devices/pci0000:00/usb1/1-1/1 3/subsystem", "bus/usb");
        scratch_write(*state, "class/bluetooth/hci4/address", "00:1A:7D:DA:71:14\n");
        assert_int_equal(pd_controller_find(&ground, "00:1A:7D:DA:71:14", &controller), -EOPNOTSUPP);
}

static void
assert_holds(const char *folder, const char *name, const char *expected)
{
        char path[PATH_SIZE], text[64] = "";
        int fd;

        snprintf(path, sizeof(path), "%s/%s", folder, name);
        fd = open(path, O_RDONLY | O_CLOEXEC);
        assert_true(fd >= 0);
        assert_true(read(fd, text, sizeof(text) - 1) >= 0);
        close(fd);
        assert_string_equal(text, expected);
}

static void
it_is_unbound_and_bound_by_its_name(void **state)
{
        const struct pd_controller_ground ground = ground_of(state);
        struct pd_controller controller;

        assert_int_equal(pd_controller_find(&ground, USB, &controller), 0);
        assert_int_equal(pd_controller_rebind(&ground, &controller), 0);
        assert_holds(controller.driver, "unbind", "1-1.2");
        assert_holds(controller.driver, "bind", "1-1.2");
        assert_int_equal(pd_controller_find(&ground, UART, &controller), 0);
        assert_int_equal(pd_controller_rebind(&ground, &controller), 0);
        assert_holds(controller.driver, "unbind", "serial0-0");
        assert_holds(controller.driver, "bind", "serial0-0");
}

static void
what_cannot_be_unbound_is_not_bound(void **state)
{
        const struct pd_controller_ground ground = ground_of(state);
        struct pd_controller controller;
        char path[PD_CONTROLLER_PATH_SIZE + 8];

        assert_int_equal(pd_controller_find(&ground, USB, &controller), 0);
        snprintf(path, sizeof(path), "%s/unbind", controller.driver);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(pd_controller_rebind(&ground, &controller), -ENOENT);
        assert_holds(controller.driver, "bind", "");
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(each_kind_is_found_by_its_address_or_said_to_be_none),
                T(an_address_in_sysfs_counts_and_nobody_else_is_asked),
                T(without_bluetooth_there_is_nobody),
                T(a_serial_device_of_another_driver_is_left_alone),
                T(a_device_that_is_called_as_none_is_left_alone),
                T(it_is_unbound_and_bound_by_its_name),
                T(what_cannot_be_unbound_is_not_bound),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
