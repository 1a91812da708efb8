/** Profiles of networks: the file format, the library that ships, and what each of them is expected to measure. */
@NullMarked
package io.steadycast.netsim.profile;

import org.jspecify.annotations.NullMarked;
