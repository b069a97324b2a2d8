#!/bin/sh
# SPDX-License-Identifier: MIT
# base_image.sh ROOT OUT MODULES: mmdebstrap calls it once the packages of a
# guest stand in ROOT. Puts into OUT what a machine boots from:
#   kernel       the ELF within Debian's bzImage; QEMU starts it directly (PVH), in half the time
#   initrd       mounts the disk, lays the overlay of the day over it, and starts systemd
#   probe        an initrd that says "alive" and ends, to see whether an accelerator boots this kernel
#   root.ext4    the disk
set -eu
root=$1
out=$2
modules=$3

# Extracted, never installed: no initramfs-tools, no boot loader.
fetch_kernel() {
        export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
        package=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)
        release=${package#linux-image-}
        mkdir "$out/kernel.d"
        (cd "$out/kernel.d" && apt-get -q -o APT::Sandbox::User=root download "$package")
        set --
        for module in modules.* $modules; do
                set -- "$@" "./lib/modules/*/$module" "./usr/lib/modules/*/$module"
        done
        dpkg-deb --fsys-tarfile "$out"/kernel.d/*.deb | tar -C "$out/kernel.d" -x --wildcards './boot/vmlinuz*' "$@" 2>"$out/tar.log" ||
                grep -q 'Not found in archive' "$out/tar.log" # one of the two places of each
        [ -d "$out/kernel.d/lib" ] || ln -s usr/lib "$out/kernel.d/lib"
        depmod -b "$out/kernel.d" "$release"
}

# The bzImage is a small loader with the compressed ELF within.
unpack_kernel() {
        for way in "xz:\\xfd7zXZ\\x00" "zstd:\\x28\\xb5\\x2f\\xfd" "gzip:\\x1f\\x8b\\x08"; do
                for at in $(LC_ALL=C grep -obUaP "${way#*:}" "$out/kernel.d/boot/vmlinuz-$release" | cut -d: -f1); do
                        tail -c "+$((at + 1))" "$out/kernel.d/boot/vmlinuz-$release" | "${way%%:*}" -dcq >"$out/kernel" 2>/dev/null || :
                        [ "$(head -c 4 "$out/kernel" | tail -c 3)" != ELF ] || return 0
                done
        done
        echo "base_image: no ELF within $package" >&2
        return 1
}

# pack FOLDER FILE
pack() {
        (cd "$1" && find . | cpio -o -H newc --quiet -R 0:0) | gzip -1 >"$2"
}

make_initrd() {
        tree=$out/initrd.d
        mkdir -p "$tree/bin" "$tree/dev" "$tree/proc" "$tree/new" "$tree/modules"
        cp /bin/busybox "$tree/bin/"
        cp "$here/probe_init" "$tree/init"
        pack "$tree" "$out/probe"
        cp "$here/init" "$tree/init"
        modprobe -d "$out/kernel.d" -S "$release" --show-depends -a virtio_pci virtio_blk ext4 crc32c_generic 2>/dev/null |
                sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while IFS= read -r module; do
                name=$(basename "$module")
                case $name in
                *.xz) xz -dc "$module" >"$tree/modules/${name%.xz}" ;;
                *) cp "$module" "$tree/modules/" ;;
                esac
                echo "${name%.xz}" >>"$tree/modules/list"
        done
        pack "$tree" "$out/initrd"
}

# What stands still in every machine. What is of today comes with the overlay.
furnish() {
        mkdir -p "$root/usr/lib/modules"
        cp -a "$out/kernel.d/lib/modules/$release" "$root/usr/lib/modules/"
        echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
        echo runner >"$root/etc/hostname"
        echo '127.0.0.1 localhost runner' >"$root/etc/hosts"
        echo '/dev/vda / ext4 rw,noatime 0 0' >"$root/etc/fstab"
        printf '%s\n' bluetooth hci_vhci uhid >"$root/etc/modules-load.d/bluetooth.conf"
        rm -f "$root/etc/resolv.conf"
        # Nobody logs in, nothing is cleaned, and nothing is rebuilt that is not ours.
        for unit in getty@tty1.service serial-getty@ttyS0.service getty.target apt-daily.timer apt-daily-upgrade.timer \
                dpkg-db-backup.timer fstrim.timer e2scrub_all.timer e2scrub_reap.service systemd-random-seed.service \
                systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-tmpfiles-clean.timer motd-news.timer \
                systemd-hwdb-update.service systemd-journal-catalog-update.service systemd-pstore.service ldconfig.service \
                systemd-firstboot.service; do
                ln -sf /dev/null "$root/etc/systemd/system/$unit"
        done
        ln -sf /usr/lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
        rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
}

# Seen through a second mount, ROOT is without the /proc and /dev that mmdebstrap mounts into it.
make_disk() {
        mkdir "$out/plain"
        mount --bind "$root" "$out/plain"
        size=$(($(du -sm "$out/plain" | cut -f1) + 128))
        mke2fs -q -t ext4 -O ^metadata_csum,^has_journal -m 0 -d "$out/plain" "$out/root.ext4" "${size}M"
        umount "$out/plain"
        rmdir "$out/plain"
}

here=$(cd "$(dirname "$0")" && pwd)
fetch_kernel
unpack_kernel
make_initrd
furnish
make_disk
chmod -R a+rX "$out"
rm -rf "$out/kernel.d" "$out/initrd.d" "$out/tar.log"
