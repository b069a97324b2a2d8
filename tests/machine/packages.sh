# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sourced by run: what the machine is made of, and where it comes from. Point
# releases alone: the same today and next month.
pd_machine_mirror=${PD_MIRROR:-http://deb.debian.org/debian}

# Of the system that a runner has: systemd, BlueZ, a broker, and the libraries of the daemon.
# bluez-test-tools brings btvirt, the controllers without a radio.
pd_guest_packages="systemd-sysv udev dbus kmod procps bluez bluez-test-tools mosquitto mosquitto-clients
libsystemd0 libmosquitto1 libinih1 libyaml-0-2 libexpat1 libjansson4 zlib1g libsqlite3-0 tzdata"

# Of the kernel's modules these alone: the block device, its file system, random numbers, Bluetooth.
pd_guest_modules="kernel/net/bluetooth kernel/net/rfkill kernel/drivers/bluetooth kernel/crypto kernel/lib kernel/arch/x86/crypto
kernel/drivers/virtio kernel/drivers/block/virtio_blk.ko* kernel/fs/ext4 kernel/fs/jbd2 kernel/fs/mbcache.ko* kernel/drivers/hid/hid.ko*
kernel/drivers/hid/uhid.ko* kernel/drivers/char/hw_random kernel/fs/autofs"
