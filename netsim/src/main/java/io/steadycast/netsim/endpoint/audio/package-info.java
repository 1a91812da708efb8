/** When a browser plays audio, and how much of it it has to make up: the decisions of libwebrtc's NetEq without its signal processing. */
@NullMarked
package io.steadycast.netsim.endpoint.audio;

import org.jspecify.annotations.NullMarked;
