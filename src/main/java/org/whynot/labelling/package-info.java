/**
 * Labelling videos: classes, attributes, boxes, segments and splits as they are given by a person, saved after every act as a data
 * set. Knows no windows.
 */
package org.whynot.labelling;
