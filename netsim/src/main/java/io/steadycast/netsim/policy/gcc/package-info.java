/** Google congestion control as libwebrtc has it, described from its published behaviour: constants with their sources, no code of it. */
@NullMarked
package io.steadycast.netsim.policy.gcc;

import org.jspecify.annotations.NullMarked;
