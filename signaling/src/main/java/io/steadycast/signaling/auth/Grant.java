package io.steadycast.signaling.auth;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do.
 *
 * @param room one room, or "*" for all
 * @param subject who the token speaks of; a host that comes back with the same one replaces itself
 */
public record Grant(String room, Set<Role> roles, Optional<String> subject) {
    static final String ALL_ROOMS = "*";
    static final Grant EVERYTHING = new Grant(ALL_ROOMS, EnumSet.allOf(Role.class), Optional.empty());

    public Grant {
        roles = Set.copyOf(roles);
    }

    public boolean covers(String wantedRoom) {
        return room.equals(ALL_ROOMS) || room.equals(wantedRoom);
    }

    public boolean covers(String wantedRoom, Role role) {
        return covers(wantedRoom) && roles.contains(role);
    }
}
