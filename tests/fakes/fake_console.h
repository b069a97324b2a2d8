/* SPDX-License-Identifier: MIT */
/*
 * What a test may do to the fake while it runs, a line each on stdin:
 *
 *   drop ADDRESS         the link is lost; it can be made again at once
 *   off ADDRESS          out of the air: no link, Connect() waits
 *   on ADDRESS           back in the air
 *   link ADDRESS         linked on behalf of somebody else
 *   called ADDRESS       refused if no Connect() waits for it
 *   vanish ADDRESS       its object goes; the Connect() that waits is never answered
 *   forget ADDRESS       the sensor no longer notifies although sessions exist
 *   send ADDRESS [HEX]   a notification with these bytes, or none; "2a63:HEX" of that characteristic
 *   battery ADDRESS      Battery1 says its percentage once more
 *   restart [MS]         bluetoothd dies, and is there again after MS (default 0)
 *   unplug, plug         all adapters go, and come back
 *   deny, allow          every call is refused with AccessDenied, or none is
 *   muddle               the next StartDiscovery() is heard, its answer is not (fake_adapter.h)
 *   quit
 *   anything else        is a fault in words (fault.h), which happens now
 *
 * Each is answered on stdout with "done LINE" or "refused LINE". At the end
 * of stdin the fake goes on.
 */
#pragma once

#include "fakes/fake_host.h"

/* HOST is borrowed for as long as the process lives. */
void pd_fake_console_open(struct pd_fake_host *host, void (*quit)(void *user), void *user);
