@NullMarked
package io.steadycast.netsim;

import org.jspecify.annotations.NullMarked;
