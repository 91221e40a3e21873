package org.whynot.frontend.imagej1;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is still held: objects by class after a garbage collection, and threads by the beginning of their names. */
public final class LiveObjects {

    private LiveObjects() {}

    /** How many objects of each class, by its name, can still be reached; classes of which there are none are left out. */
    public static Map<String, Long> of(String... classes) throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        Map<String, Long> counts = new TreeMap<>();
        histogram.lines().map(line -> line.trim().split("\\s+")).forEach(words -> {
            for (String name : classes)
                if (words.length >= 4 && words[3].equals(name)) counts.put(name, Long.parseLong(words[1]));
        });
        return counts;
    }

    /** The threads that are alive and whose names begin like this. */
    public static Set<Thread> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
                .collect(Collectors.toSet());
    }
}
