/** Networks as GraphML, which Gephi, NetworkX, igraph and Cytoscape open. */
package wassily.io.graph;
