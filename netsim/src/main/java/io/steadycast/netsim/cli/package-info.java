/** The command line {@code ./steadycast netsim}: one class for each command, all registered in {@link io.steadycast.netsim.cli.Netsim}. */
@NullMarked
package io.steadycast.netsim.cli;

import org.jspecify.annotations.NullMarked;
