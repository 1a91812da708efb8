package io.steadycast.netsim.client;

import io.steadycast.media.crypto.Fingerprint;

/** What an offer says about the transport of the one who makes it. */
record LocalEnd(String ufrag, String password, Fingerprint fingerprint) {}
