/* SPDX-License-Identifier: MIT */
#include "recovery/controller.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* ---- what the kernel says of a number ---- */

/* From the kernel's include/net/bluetooth/hci_sock.h; its users have copies,
 * since it is in no header of the kernel's for programs. */
struct hci_dev_info {
        uint16_t dev_id;
        char name[8];
        uint8_t bdaddr[6]; /* the last byte of the address first */
        uint32_t flags;
        uint8_t type;
        uint8_t features[8];
        uint32_t pkt_type, link_policy, link_mode;
        uint16_t acl_mtu, acl_pkts, sco_mtu, sco_pkts;
        uint32_t stat[10];
};
#define HCIGETDEVINFO _IOR('H', 211, int)
#define BTPROTO_HCI 1

static int
address_by_socket(int number, char ret[static PD_ADDRESS_SIZE])
{
        struct hci_dev_info info = {.dev_id = (uint16_t) number};
        int fd = socket(AF_BLUETOOTH, SOCK_RAW | SOCK_CLOEXEC, BTPROTO_HCI);
        int r = 0;

        if (fd < 0)
                return -errno;
        if (ioctl(fd, HCIGETDEVINFO, &info) < 0)
                r = -errno;
        close(fd);
        if (r < 0)
                return r;
        snprintf(ret, PD_ADDRESS_SIZE, "%02X:%02X:%02X:%02X:%02X:%02X", info.bdaddr[5], info.bdaddr[4], info.bdaddr[3], info.bdaddr[2],
                info.bdaddr[1], info.bdaddr[0]);
        return 0;
}

const struct pd_controller_ground pd_controller_machine = {
        .sys = "/sys",
        .address_of = address_by_socket,
        .settle = PD_CONTROLLER_SETTLE,
};

/* ---- finding it ---- */

static int
join(char ret[static PATH_MAX], const char *folder, const char *name)
{
        return (size_t) snprintf(ret, PATH_MAX, "%s/%s", folder, name) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int
number_of(const char *name)
{
        char *end;
        long number;

        if (strncmp(name, "hci", 3) != 0 || name[3] < '0' || name[3] > '9')
                return -1;
        number = strtol(name + 3, &end, 10); /* "hci0:12" is a link */
        return *end == '\0' && number <= UINT16_MAX ? (int) number : -1;
}

/* From sysfs, where this kernel has it there, or else by the socket. */
static int
read_address(const struct pd_controller_ground *ground, const char *adapter, int number, char ret[static PD_ADDRESS_SIZE])
{
        char path[PATH_MAX];
        ssize_t n = -1;
        int fd = -1;

        if (join(path, adapter, "address") == 0)
                fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
                n = read(fd, ret, PD_ADDRESS_SIZE - 1);
                close(fd);
        }
        if (n != PD_ADDRESS_SIZE - 1)
                return ground->address_of(number, ret);
        ret[n] = '\0';
        return 0;
}

/* The last part of where the link PATH/NAME leads. */
static int
link_name(const char *path, const char *name, char ret[static PD_CONTROLLER_NAME_SIZE])
{
        char link[PATH_MAX], target[PATH_MAX];
        const char *last;
        ssize_t n;

        if (join(link, path, name) < 0)
                return -ENAMETOOLONG;
        n = readlink(link, target, sizeof(target) - 1);
        if (n < 0)
                return -errno;
        target[n] = '\0';
        last = strrchr(target, '/');
        last = last ? last + 1 : target;
        if (strlen(last) >= PD_CONTROLLER_NAME_SIZE)
                return -ENAMETOOLONG;
        memcpy(ret, last, strlen(last) + 1);
        return 0;
}

static bool
belongs_to(const char *path, const char *subsystem)
{
        char name[PD_CONTROLLER_NAME_SIZE];

        return link_name(path, "subsystem", name) == 0 && strcmp(name, subsystem) == 0;
}

/* The kernel's names of devices and drivers have no others; a dot comes never first. */
static bool
is_plain(const char *name)
{
        static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

        return *name != '\0' && *name != '.' && strspn(name, letters) == strlen(name);
}

static int
fill(const struct pd_controller_ground *ground, const char *path, const char *bus, const char *driver, struct pd_controller *ret)
{
        struct pd_controller controller = {.usb = strcmp(bus, "usb") == 0};
        const char *name = strrchr(path, '/') + 1;

        if (!is_plain(name) || !is_plain(driver) || strlen(name) >= sizeof(controller.device))
                return -EOPNOTSUPP;
        if ((size_t) snprintf(controller.driver, sizeof(controller.driver), "%s/bus/%s/drivers/%s", ground->sys, bus, driver)
                >= sizeof(controller.driver))
                return -ENAMETOOLONG;
        memcpy(controller.device, name, strlen(name) + 1);
        *ret = controller;
        return 0;
}

/* PATH is that of hciN/device, without links in it: it is cut. */
static int
describe(const struct pd_controller_ground *ground, char *path, struct pd_controller *ret)
{
        char driver[PD_CONTROLLER_NAME_SIZE];

        if (belongs_to(path, "serial")) {
                if (link_name(path, "driver", driver) < 0 || strncmp(driver, "hci_uart", strlen("hci_uart")) != 0)
                        return -EOPNOTSUPP;
                return fill(ground, path, "serial", driver, ret);
        }
        if (!belongs_to(path, "usb"))
                return -EOPNOTSUPP;
        *strrchr(path, '/') = '\0'; /* from the interface to the device */
        if (!belongs_to(path, "usb"))
                return -EOPNOTSUPP;
        return fill(ground, path, "usb", "usb", ret);
}

static int
look_at(const struct pd_controller_ground *ground, const char *folder, const char *name, const char *address, struct pd_controller *ret)
{
        char adapter[PATH_MAX], device[PATH_MAX], real[PATH_MAX], found[PD_ADDRESS_SIZE];
        int number = number_of(name);

        if (number < 0 || join(adapter, folder, name) < 0 || join(device, adapter, "device") < 0)
                return -ENODEV;
        if (read_address(ground, adapter, number, found) < 0 || strcasecmp(found, address) != 0)
                return -ENODEV;
        if (!realpath(device, real)) /* a virtual one has none */
                return errno == ENOENT ? -EOPNOTSUPP : -errno;
        return describe(ground, real, ret);
}

int
pd_controller_find(const struct pd_controller_ground *ground, const char *address, struct pd_controller *ret)
{
        char path[PATH_MAX];
        struct dirent *entry;
        int r = -ENODEV;
        DIR *folder;

        if (join(path, ground->sys, "class/bluetooth") < 0)
                return -ENAMETOOLONG;
        folder = opendir(path);
        if (!folder)
                return errno == ENOENT ? -ENODEV : -errno;
        while (r == -ENODEV && (entry = readdir(folder)))
                r = look_at(ground, path, entry->d_name, address, ret);
        closedir(folder);
        return r;
}

/* ---- binding it anew ---- */

static int
tell_driver(const struct pd_controller *controller, const char *what)
{
        char path[PD_CONTROLLER_PATH_SIZE + sizeof("/unbind")];
        ssize_t length = (ssize_t) strlen(controller->device);
        int r = 0, fd;

        snprintf(path, sizeof(path), "%s/%s", controller->driver, what);
        fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
                return -errno;
        if (write(fd, controller->device, (size_t) length) != length)
                r = errno > 0 ? -errno : -EIO;
        close(fd);
        return r;
}

static void
settle(const struct pd_controller_ground *ground)
{
        struct timespec span = {.tv_sec = ground->settle / PD_SEC, .tv_nsec = ground->settle % PD_SEC * 1000};

        while (nanosleep(&span, &span) < 0 && errno == EINTR)
                ;
}

int
pd_controller_rebind(const struct pd_controller_ground *ground, const struct pd_controller *controller)
{
        int r = tell_driver(controller, "unbind");

        if (r < 0 && r != -ENODEV) /* not bound: that may be the trouble */
                return r;
        for (int i = 0; i < 3; i++) { /* as often as bluetooth-auto-recovery tries */
                settle(ground);
                r = tell_driver(controller, "bind");
                if (r == 0)
                        return 0;
        }
        return r;
}
