package org.whynot.installation;

import java.util.List;

/**
 * What is known about the graphics card of a machine and the engine that could use it; from a real machine by {@link CardProbe}, from tests
 * made up.
 *
 * @param system {@code os.name}
 * @param arch {@code os.arch}
 * @param hardware whether the system sees an NVIDIA card at all, with or without a driver
 * @param cards what the driver reports; empty without a driver
 * @param driver the driver's version; empty if there is none or it does not answer
 * @param driverCuda the newest CUDA that the driver can run, such as {@code 12.8}; empty if unknown
 * @param driverMessage what the driver's tool said instead of listing cards; empty if it listed them, or is not there
 * @param library the setting {@code PYTORCH_LIBRARY_PATH}; empty if it is not set
 * @param flavor the setting {@code PYTORCH_FLAVOR}; empty if it is not set
 * @param cudaBuild whether the engine's native libraries have code for NVIDIA cards
 * @param engineSeesCard whether the engine itself reports a card
 * @param trial the first line of why a trial computation on the card failed; empty if it succeeded or was not tried
 */
public record CardFacts(
        String system,
        String arch,
        boolean hardware,
        List<Card> cards,
        String driver,
        String driverCuda,
        String driverMessage,
        String library,
        String flavor,
        boolean cudaBuild,
        boolean engineSeesCard,
        String trial) {

    /** Copies the list. */
    public CardFacts {
        cards = List.copyOf(cards);
    }

    /**
     * A card.
     *
     * @param name as the driver spells it
     * @param capability the compute capability, such as {@code 8.6}; empty if the driver is too old to tell
     * @param memoryMb in megabytes, 0 if unknown
     */
    public record Card(String name, String capability, long memoryMb) {

        @Override
        public String toString() {
            return name
                    + (memoryMb > 0 ? ", " + memoryMb + " MB" : "")
                    + (capability.isEmpty() ? "" : ", compute capability " + capability);
        }
    }

    boolean isMac() {
        return system.startsWith("Mac");
    }

    boolean isWindows() {
        return system.startsWith("Windows");
    }

    /** Whether there is a build of the engine for cards on this system at all: 64-bit Intel and AMD processors only. */
    boolean hasCudaEngine() {
        return !isMac() && (arch.equals("amd64") || arch.equals("x86_64"));
    }
}
