package io.steadycast.media.engine.egress;

/** What competes for a viewer's budget, most urgent first. */
enum PacketClass {
    AUDIO,
    RTX,
    VIDEO,
    CATCH_UP
}
