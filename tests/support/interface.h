/* SPDX-License-Identifier: MIT */
/*
 * conf/asyncapi.yaml as a judge of what is published: as much of JSON Schema
 * as stands in it. A keyword that is not known here fails the test.
 */
#pragma once

/* What is wrong with PAYLOAD on TOPIC, or NULL; the text holds until the next call. */
const char *interface_refusal(const char *topic, const char *payload);
