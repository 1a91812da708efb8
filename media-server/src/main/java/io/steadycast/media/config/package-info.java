/** Configuration: reference.conf, its validation, and the records that the rest of the server is given. */
@NullMarked
package io.steadycast.media.config;

import org.jspecify.annotations.NullMarked;
