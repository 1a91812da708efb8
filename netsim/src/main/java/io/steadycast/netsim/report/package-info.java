/** What came out, for people and for machines: terminal, JSON, JUnit, and one page of HTML. */
@NullMarked
package io.steadycast.netsim.report;

import org.jspecify.annotations.NullMarked;
