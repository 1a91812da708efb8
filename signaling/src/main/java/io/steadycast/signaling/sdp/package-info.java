/** Session descriptions: bounded parsing and writing of SDP text, and the negotiation of an offer into a plan and its answer. */
@NullMarked
package io.steadycast.signaling.sdp;

import org.jspecify.annotations.NullMarked;
