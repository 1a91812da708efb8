/** Declarative scenarios: what is run, how often, what is measured and what must come out of it. */
@NullMarked
package io.steadycast.netsim.scenario;

import org.jspecify.annotations.NullMarked;
