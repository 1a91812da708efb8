/** Scenario files: HOCON, read strictly. */
@NullMarked
package io.steadycast.netsim.scenario.file;

import org.jspecify.annotations.NullMarked;
