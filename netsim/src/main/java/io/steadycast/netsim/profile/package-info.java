/** Profiles of networks: the file format, the library that ships, what each of them is expected to measure, and tc netem's lines. */
@NullMarked
package io.steadycast.netsim.profile;

import org.jspecify.annotations.NullMarked;
