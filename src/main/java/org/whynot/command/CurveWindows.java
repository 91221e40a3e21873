package org.whynot.command;

import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.util.ArrayList;
import java.util.List;

/** The windows with the curves of a training, one below the other. */
final class CurveWindows {

    private final String name;
    private final List<PlotWindow> windows = new ArrayList<>();

    /** @param name of the model that is trained, for the titles */
    CurveWindows(String name) {
        this.name = name;
    }

    /** On the event thread: opens the windows the first time; those that the user has closed stay closed. */
    void draw(List<Curves> curves) {
        boolean first = windows.isEmpty();
        for (int i = 0; i < curves.size(); i++) {
            Plot plot = curves.get(i).plot("Training of " + name + (i == 0 ? ": loss" : ": accuracy"));
            if (first) show(plot);
            else if (!windows.get(i).isClosed()) windows.get(i).drawPlot(plot);
        }
    }

    /** Opens a window below the last one, where the screen has room for it: ImageJ would let it cover that. */
    private void show(Plot plot) {
        PlotWindow opened = plot.show();
        if (!windows.isEmpty()) {
            PlotWindow above = windows.get(windows.size() - 1);
            int y = above.getY() + above.getHeight();
            int bottom = opened.getGraphicsConfiguration().getBounds().height;
            if (y + opened.getHeight() <= bottom) opened.setLocation(above.getX(), y);
        }
        windows.add(opened);
    }
}
