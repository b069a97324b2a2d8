/* SPDX-License-Identifier: MIT */
/* What can be wrong with a sensor, as its link sees it, in words for people. */
#pragma once

/* What is wrong with a sensor just now. */
enum pd_link_trouble {
        PD_TROUBLE_NONE, /* nothing, or nothing is known yet */
        /* There is no link. */
        PD_TROUBLE_DOWN,    /* nor anything to make one with */
        PD_TROUBLE_UNSEEN,  /* nothing is heard of it: no error, it may be in its drawer or linked to a watch */
        PD_TROUBLE_BUSY,    /* another program's attempt to connect is in the way, or one that hangs */
        PD_TROUBLE_REFUSED, /* each attempt fails, or its link falls at once */
        /* There was one, and it was no good. */
        PD_TROUBLE_UNRESOLVED,     /* the services were never read to their end */
        PD_TROUBLE_UNFIT,          /* no measurement is among them */
        PD_TROUBLE_UNSUBSCRIBED,   /* it would not be subscribed to */
        PD_TROUBLE_HELD,           /* another program has acquired the measurements */
        PD_TROUBLE_SILENT,         /* subscribed, and nothing comes */
        PD_TROUBLE_DROPS,          /* data comes, but each link falls within PD_LINK_DROP_SPAN (link.h) */
        PD_TROUBLE_AUTHENTICATION, /* the keys do not fit, or there are none and it wants some */
        PD_TROUBLE_COUNT
};

const char *pd_link_trouble_name(enum pd_link_trouble trouble); /* "unseen"; NULL for none */
/* What it means and what to do, without a full stop; "" for none. */
const char *pd_link_trouble_text(enum pd_link_trouble trouble);
