//! The graph as a tree: each thing is followed once, circles are told, and its size has a limit.

use std::collections::BTreeSet;

use super::{Genealogy, Node, Step, Way};

/// Most steps from what is traced. Half of them lead from operation to lot: nothing real is made in so
/// many stages.
const DEPTH_MAX: usize = 1_000;

/// Why a branch ends where more might follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The same stands before, with what follows it.
    Above,
    /// It is its own ancestor.
    Circle,
    /// What follows was not read, or would be too deep.
    TooLong,
}

/// One place in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Steps from what is traced, from 1.
    pub depth: usize,
    /// The step that leads here.
    pub step: Step,
    /// Why nothing follows, where something might.
    pub end: Option<End>,
}

/// One direction of a trace: every branch before what follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Branches.
    pub branches: Vec<Branch>,
    /// Whether nothing was left out.
    pub complete: bool,
}

impl Genealogy {
    /// The tree from `root`, at most `branches_max` branches of it.
    #[must_use]
    pub fn tree(&self, root: Node, way: Way, branches_max: usize) -> Tree {
        let mut walk = Walk {
            genealogy: self,
            way,
            followed: BTreeSet::new(),
            path: Vec::new(),
            ahead: Vec::new(),
        };
        let mut tree = Tree {
            branches: Vec::new(),
            complete: self.is_read(root),
        };
        walk.follow(root);
        while let Some((depth, step)) = walk.ahead.pop() {
            if tree.branches.len() == branches_max {
                tree.complete = false;
                break;
            }
            walk.path.truncate(depth);
            let end = walk.end(step.to);
            if end.is_none() {
                walk.follow(step.to);
            }
            tree.complete &= end != Some(End::TooLong);
            tree.branches.push(Branch { depth, step, end });
        }
        tree
    }
}

struct Walk<'a> {
    genealogy: &'a Genealogy,
    way: Way,
    followed: BTreeSet<Node>,
    /// From the root to where the walk stands.
    path: Vec<Node>,
    /// What is still to be shown, the next one last.
    ahead: Vec<(usize, Step)>,
}

impl Walk<'_> {
    fn follow(&mut self, node: Node) {
        self.followed.insert(node);
        self.path.push(node);
        let depth = self.path.len();
        let steps = self.genealogy.steps(node, self.way);
        self.ahead
            .extend(steps.into_iter().rev().map(|step| (depth, step)));
    }

    fn end(&self, node: Node) -> Option<End> {
        if self.path.contains(&node) {
            return Some(End::Circle);
        }
        if self.followed.contains(&node) {
            let leaf = self.genealogy.steps(node, self.way).is_empty();
            return Some(End::Above).filter(|_| !leaf);
        }
        let too_long = !self.genealogy.is_read(node) || self.path.len() >= DEPTH_MAX;
        Some(End::TooLong).filter(|_| too_long)
    }
}
