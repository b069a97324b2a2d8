#pragma once
struct pd_sample { uint32_t x; };
